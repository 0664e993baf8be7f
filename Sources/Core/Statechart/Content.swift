// Executable content (SCXML §4): what a chart does when it enters, leaves or moves.

/// One piece of executable content (SCXML §4).
///
/// Content runs in blocks; an error ends its own block and raises `error.execution`.
public indirect enum Content: Hashable, Sendable {
  /// Raises an internal event without data (`<raise>`, 4.2).
  case raise(String)
  /// Gives a location a new value (`<assign>`, 5.4).
  case assign(location: ExpressionID, value: ExpressionID)
  /// Leaves a note for people (`<log>`, 4.7).
  case log(label: String?, value: ExpressionID?)
  /// Runs the first branch whose condition holds (`<if>`, `<elseif>`, `<else>`, 4.3).
  case conditional([Branch])
  /// Runs the content once for each item of a list (`<foreach>`, 4.6); the index is from 0.
  case forEach(
    array: ExpressionID, item: ExpressionID, index: ExpressionID?, content: [Content])
  /// Sends an event, perhaps later (`<send>`, 6.2).
  case send(SendSpecification)
  /// Takes back a delayed send (`<cancel>`, 6.3).
  case cancel(id: String?, idExpression: ExpressionID?)
  /// Starts a child that is not bound to the life of a state: it runs on by itself.
  case start(InvocationSpecification)
}

/// One arm of a conditional.
public struct Branch: Hashable, Sendable {
  /// What must hold; nil is `<else>`.
  public var condition: ExpressionID?
  /// What then runs.
  public var content: [Content]

  /// Makes an arm; without a condition it is always taken.
  public init(condition: ExpressionID? = nil, content: [Content]) {
    self.condition = condition
    self.content = content
  }
}

/// A named value that goes with a send, an invocation or a result (`<param>`, 5.7).
public struct Parameter: Hashable, Sendable {
  /// The key in the data that arrives.
  public var name: String
  /// Where the value comes from.
  public var expression: ExpressionID

  /// Makes a named value.
  public init(_ name: String, _ expression: ExpressionID) {
    self.name = name
    self.expression = expression
  }
}

/// An event to send (`<send>`, SCXML 6.2). Of each pair, the expression is used where it is set.
public struct SendSpecification: Hashable, Sendable {
  /// The event's name.
  public var event: String?
  /// The expression that gives the name.
  public var eventExpression: ExpressionID?
  /// Who gets it: nil is this session, `#_internal` its internal queue, others are outside.
  public var target: String?
  /// The expression that gives the target, a string.
  public var targetExpression: ExpressionID?
  /// How it travels: nil is between charts.
  public var type: String?
  /// The expression that gives the type, a string.
  public var typeExpression: ExpressionID?
  /// The id; without one, none is told to the receiver.
  public var id: String?
  /// The location that gets the id that is made.
  public var idLocation: ExpressionID?
  /// How long to wait, in milliseconds.
  public var delayMilliseconds: Int64?
  /// The expression that says how long to wait.
  public var delayExpression: ExpressionID?
  /// Named values; a faulty one is left out and raises `error.execution`.
  public var params: [Parameter]
  /// Named locations; a faulty one stops the whole send.
  public var namelist: [Parameter]
  /// The whole data, in place of named values.
  public var content: ExpressionID?

  /// Makes a send; everything may be left out.
  public init(
    event: String? = nil, eventExpression: ExpressionID? = nil,
    target: String? = nil, targetExpression: ExpressionID? = nil,
    type: String? = nil, typeExpression: ExpressionID? = nil,
    id: String? = nil, idLocation: ExpressionID? = nil,
    delayMilliseconds: Int64? = nil, delayExpression: ExpressionID? = nil,
    params: [Parameter] = [], namelist: [Parameter] = [], content: ExpressionID? = nil
  ) {
    self.event = event
    self.eventExpression = eventExpression
    self.target = target
    self.targetExpression = targetExpression
    self.type = type
    self.typeExpression = typeExpression
    self.id = id
    self.idLocation = idLocation
    self.delayMilliseconds = delayMilliseconds
    self.delayExpression = delayExpression
    self.params = params
    self.namelist = namelist
    self.content = content
  }
}

/// A child to start (`<invoke>`, SCXML 6.4).
public struct InvocationSpecification: Hashable, Sendable {
  /// The id; without one, `STATE.NUMBER` is made.
  public var id: String?
  /// The location that gets the id that is made.
  public var idLocation: ExpressionID?
  /// What kind of child; nil is another chart.
  public var type: String?
  /// The expression that gives the type, a string.
  public var typeExpression: ExpressionID?
  /// Which child.
  public var source: String?
  /// The expression that gives the source, a string.
  public var sourceExpression: ExpressionID?
  /// Named values for the child; a faulty one is left out and raises `error.execution`.
  public var params: [Parameter]
  /// Named locations for the child; a faulty one stops the whole invocation.
  public var namelist: [Parameter]
  /// The child itself, in place of a source; where it is a string, it becomes the source.
  public var content: ExpressionID?
  /// Whether the child gets a copy of every external event.
  public var autoforward: Bool
  /// What runs before an event of the child is looked at (`<finalize>`, 6.5).
  public var finalize: [Content]
  /// The reader's handle.
  public var origin: Origin?

  /// Makes an invocation; everything may be left out.
  public init(
    id: String? = nil, idLocation: ExpressionID? = nil,
    type: String? = nil, typeExpression: ExpressionID? = nil,
    source: String? = nil, sourceExpression: ExpressionID? = nil,
    params: [Parameter] = [], namelist: [Parameter] = [], content: ExpressionID? = nil,
    autoforward: Bool = false, finalize: [Content] = [], origin: Origin? = nil
  ) {
    self.id = id
    self.idLocation = idLocation
    self.type = type
    self.typeExpression = typeExpression
    self.source = source
    self.sourceExpression = sourceExpression
    self.params = params
    self.namelist = namelist
    self.content = content
    self.autoforward = autoforward
    self.finalize = finalize
    self.origin = origin
  }
}

/// What a final state hands over (`<donedata>`, SCXML 5.5).
public struct DoneDataSpecification: Hashable, Sendable {
  /// Named values; a faulty one is left out and raises `error.execution`.
  public var params: [Parameter]
  /// The whole value, in place of named ones.
  public var content: ExpressionID?

  /// Makes the data of a final state.
  public init(params: [Parameter] = [], content: ExpressionID? = nil) {
    self.params = params
    self.content = content
  }
}
