// `sinergictl start`

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

struct StartCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Start an agreement.",
    discussion: """
      The fields of a workflow are listed by: sinergictl workflow show NAME

      Example:
        sinergictl start nota-kesepahaman-opd --set tentang="Layanan perpustakaan" \\
          --set mitra=univ-udayana
        sinergictl start komitmen --parent NKO/2026/0001
      """)

  @Argument(help: "Name of the workflow.") var workflow: String
  @Option(name: .long, help: "A field's value, as FIELD=VALUE; once per field.")
  var set: [Assignment] = []
  @Option(
    name: .long,
    help: "Reference of the agreement that it is put below, such as a commitment of it.")
  var parent: String?
  @OptionGroup var acting: ActingOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "start an agreement of «\(workflow)»" }

  func validate() throws { _ = try set.data() }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let request = StartRequest(
      workflow: workflow, data: try set.data(), parent: parent, as: acting.person)
    await show(try await client.start(request, key: acting.key), client, console)
  }
}
