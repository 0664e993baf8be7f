// The program's tree: what the checker leaves for the evaluator, with every name resolved.

/// One step of a program.
///
/// Overloads and macro variables are resolved, so that an evaluation looks up nothing but the
/// host's variables and fields.
indirect enum Node: Sendable {
  case constant(Value)
  /// A variable of the activation.
  case variable(String)
  /// A variable of a macro, by its slot.
  case local(Int)
  /// A field, by its name as a map key.
  case field(Node, Value)
  /// A field as an optional.
  case optionalField(Node, Value)
  case hasField(Node, Value)
  case list([Node])
  /// A list some of whose elements are there only where their optional has a value.
  case optionalList([(node: Node, isOptional: Bool)])
  case map([Entry])
  /// A call of the one overload that fits.
  case call(Overload, [Node])
  /// A call whose overload the kinds of the values choose.
  case dispatch(name: String, [Overload], [Node])
  case comprehension(Comprehension)
  /// Evaluates the second with the value of the first in a slot.
  case bind(Int, Node, body: Node)
  /// The optional of the second, with the value of the first in a slot; none where that is none.
  case optionalMap(Int, Node, body: Node, isFlat: Bool)
  /// What a type error becomes where types are not checked.
  case fail(EvaluationError)

  /// An entry of a map, which an optional without a value leaves out.
  struct Entry: Sendable {
    var key: Node
    var value: Node
    var isOptional: Bool
  }

  /// A loop with its variables resolved to slots.
  struct Comprehension: Sendable {
    var kind: Syntax.Comprehension.Kind
    var macro: String
    /// Where the macro is written.
    var place: Range<Int>
    var subject: Node
    var slot: Int
    var secondSlot: Int?
    var filter: Node?
    var body: Node
  }
}
