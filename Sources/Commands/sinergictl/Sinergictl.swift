// The command line as a whole.

internal import ArgumentParser

/// `sinergictl`.
struct Sinergictl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sinergictl", abstract: "Keep cooperation agreements moving.",
    discussion: """
      Asks the daemon sinergid over its Unix socket. On a terminal answers are
      tables; behind a pipe they are tab-separated lines without a header; with
      --json they are the API's JSON.

      Example:
        sinergictl tasks --mine
      """,
    version: "0.1.0",
    subcommands: [
      StartCommand.self, ListCommand.self, ShowCommand.self, DoCommand.self, ApproveCommand.self,
      ReturnCommand.self, TasksCommand.self, ClaimCommand.self, ReleaseCommand.self,
      DelegateCommand.self,
      GiveBackCommand.self, ReassignCommand.self, CommentCommand.self, HistoryCommand.self,
      RemindersCommand.self,
      ForecastCommand.self, SuspendCommand.self, ResumeCommand.self, WorkflowCommand.self,
      SimulateCommand.self, StatusCommand.self, ReloadCommand.self, AuditCommand.self,
      MessageCommand.self, NotifyCommand.self,
      CalendarCommand.self, EvalCommand.self, ExplainCommand.self, ExitCodesCommand.self,
      CancelCommand.self, JumpCommand.self, CorrectCommand.self, ImportCommand.self,
      MigrateCommand.self,
      DocumentCommand.self, RegisterCommand.self,
      DirectoryCommand.self,
    ])
}
