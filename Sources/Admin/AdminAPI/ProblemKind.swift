// The public vocabulary of problems: kind, HTTP status, and what it means. Released kinds stay.

/// A kind of problem.
public enum ProblemKind: String, CaseIterable, Sendable {
  // The request as HTTP.
  case invalidBody = "invalid-body"
  case invalidQuery = "invalid-query"
  case bodyTooLarge = "body-too-large"
  case unsupportedMediaType = "unsupported-media-type"
  case notAcceptable = "not-acceptable"
  case unknownRoute = "unknown-route"
  case methodNotAllowed = "method-not-allowed"
  case idempotencyKeyInvalid = "idempotency-key-invalid"
  case idempotencyKeyReused = "idempotency-key-reused"
  // Who asks.
  case unknownCaller = "unknown-caller"
  case notPermitted = "not-permitted"
  case separationOfDuties = "separation-of-duties"
  case strategic
  case standInNotAllowed = "stand-in-not-allowed"
  case unknownPerson = "unknown-person"
  // What is asked for.
  case notFound = "not-found"
  // The agreement as it stands.
  case finished
  case unknownEvent = "unknown-event"
  case notNow = "not-now"
  case ambiguousTask = "ambiguous-task"
  case unknownTask = "unknown-task"
  case noDecision = "no-decision"
  case reasonMissing = "reason-missing"
  case fieldsMissing = "fields-missing"
  case fieldNotInForm = "field-not-in-form"
  case unknownField = "unknown-field"
  case fieldInvalid = "field-invalid"
  case conditionNotMet = "condition-not-met"
  case timerGone = "timer-gone"
  case suspended
  case notSuspended = "not-suspended"
  case nothingMoves = "nothing-moves"
  case held
  case childOpen = "child-open"
  case alreadyHeld = "already-held"
  case notHeld = "not-held"
  case nobodyToHave = "nobody-to-have"
  case notDelegable = "not-delegable"
  case basisMissing = "basis-missing"
  case outOfOrder = "out-of-order"
  case alreadyMarked = "already-marked"
  case alreadySigned = "already-signed"
  case signatureInFuture = "signature-in-future"
  case loop
  // The daemon.
  case busy
  case definitionUnavailable = "definition-unavailable"
  case calendarUnavailable = "calendar-unavailable"
  case calendarDiffers = "calendar-differs"
  case calendarAmbiguous = "calendar-ambiguous"
  case sourceInvalid = "source-invalid"
  case store
  case stopping
  // Documents.
  case documentsMissing = "documents-missing"
  case unknownDocument = "unknown-document"
  case documentInvalid = "document-invalid"
  case documentUnchanged = "document-unchanged"
  case copiesNotKept = "copies-not-kept"
  case contentMissing = "content-missing"
  case contentInvalid = "content-invalid"
  case contentDamaged = "content-damaged"
  case archive
  case `internal`
  // What administrators change from outside.
  case unknownState = "unknown-state"
  case notLegal = "not-legal"
  case alreadyThere = "already-there"
  case fieldRequired = "field-required"
  case nothingToCorrect = "nothing-to-correct"
  case referenceInvalid = "reference-invalid"
  case startsAhead = "starts-ahead"
  case tooMany = "too-many"
  // The directory.
  case directoryMoved = "directory-moved"
  case directoryFromFiles = "directory-from-files"
  case nobodyHolds = "nobody-holds"
  // Channels.
  case notDelivered = "not-delivered"
  case messageSettled = "message-settled"

  /// What a caller should think of it.
  public enum Family: Sendable {
    /// The request is not well formed.
    case request
    /// The caller may not do this.
    case permission
    /// The workflow does not accept it as things stand.
    case refusal
    /// What it names does not exist.
    case missing
    /// The daemon cannot, for now or at all.
    case daemon
  }

  /// The row of the table.
  public var row: (status: Int, family: Family, title: String, meaning: String) {
    switch self {
    case .invalidBody:
      (
        400, .request, "the body cannot be read",
        "The body of the request is not a JSON object of the expected shape. The detail names the first key or place that does not fit."
      )
    case .invalidQuery:
      (
        400, .request, "the query cannot be read",
        "A parameter after the «?» is unknown or has a value that does not fit. The detail names it."
      )
    case .bodyTooLarge:
      (
        413, .request, "the body is too large",
        "The request is larger than the daemon reads. Data of an agreement is short; documents do not travel this way."
      )
    case .unsupportedMediaType:
      (
        415, .request, "the body is not JSON",
        "The Content-Type of the request is not application/json."
      )
    case .notAcceptable:
      (
        406, .request, "only JSON is answered",
        "The Accept header of the request allows neither application/json nor application/problem+json."
      )
    case .unknownRoute:
      (
        404, .request, "there is no such path",
        "The path is none of the API's. GET /v1/openapi.json lists them. Slashes of a reference are written %2F."
      )
    case .methodNotAllowed:
      (
        405, .request, "the path does not take this method",
        "The path exists, but not with this method. The Allow header names those that it takes."
      )
    case .idempotencyKeyInvalid:
      (
        400, .request, "the idempotency key cannot be used",
        "An idempotency key has 1 to 128 visible ASCII characters."
      )
    case .idempotencyKeyReused:
      (
        422, .request, "the idempotency key belongs to another command",
        "The key was used before for a command with other contents. A new command takes a new key."
      )
    case .unknownCaller:
      (
        403, .permission, "the daemon does not know the caller",
        "The Unix account at the other end of the socket belongs to no person of the directory and is not named as an administrator. An administrator adds the account to the directory."
      )
    case .notPermitted:
      (
        403, .permission, "the caller may not do this",
        "The event or question is for another role. `sinergictl show REFERENCE` tells whose turn it is."
      )
    case .separationOfDuties:
      (
        403, .permission, "another person must do this",
        "The definition separates duties: who acted in the earlier step may not take this one, as a deputy neither."
      )
    case .strategic:
      (
        403, .permission, "the holder of the position must do this",
        "The definition marks the event as strategic: it changes a legal status, personnel or a budget. Who acts as Plt., Plh., a.n. or kuasa may not take it; the detail says who must."
      )
    case .standInNotAllowed:
      (
        403, .permission, "standing in is not allowed",
        "--as works only for administrators of a daemon in development."
      )
    case .unknownPerson:
      (
        422, .missing, "the directory has no such person",
        "The identity names nobody in the directory. The detail names the nearest one."
      )
    case .notFound:
      (
        404, .missing, "there is no such thing",
        "Nothing has the name that was asked for. `sinergictl list` and `sinergictl workflow list` show what there is."
      )
    case .finished:
      (
        409, .refusal, "the agreement has ended",
        "The agreement is in a final state; nothing moves it any more."
      )
    case .unknownEvent:
      (
        409, .refusal, "the workflow has no such event",
        "No state of the workflow knows the event. `sinergictl show REFERENCE` lists what can be sent now."
      )
    case .notNow:
      (
        409, .refusal, "the event is not possible now",
        "The workflow knows the event, but not in the state in which the agreement is. `sinergictl show REFERENCE` lists what can be sent now."
      )
    case .ambiguousTask:
      (
        409, .refusal, "several tasks take this event",
        "Name the task with --task; the detail lists them."
      )
    case .unknownTask:
      (
        409, .refusal, "the task is not open",
        "The agreement has no open task of that name. `sinergictl tasks --ref REFERENCE` lists the open ones."
      )
    case .noDecision:
      (
        409, .refusal, "nothing waits for a decision",
        "No open task of the agreement has an event that approves or returns. Use `sinergictl do REFERENCE EVENT`."
      )
    case .reasonMissing:
      (
        422, .refusal, "a reason is needed",
        "The definition asks for a reason with this event. Give one with --reason."
      )
    case .fieldsMissing:
      (
        422, .refusal, "fields are needed",
        "The definition asks for fields that are not filled. Give each with --set FIELD=VALUE."
      )
    case .fieldNotInForm:
      (
        422, .refusal, "the event does not carry the field",
        "Only fields of the event's form can be set with it; the detail lists them."
      )
    case .unknownField:
      (
        422, .refusal, "the workflow has no such field",
        "`sinergictl workflow show NAME` lists the fields of a workflow."
      )
    case .fieldInvalid:
      (
        422, .refusal, "a value does not fit its field",
        "Dates are written 2027-03-09, truth values true or false, organisations by their identity in the directory."
      )
    case .conditionNotMet:
      (
        409, .refusal, "a condition does not hold",
        "The definition has a condition on this event, and the agreement's data does not fulfil it. The detail quotes the condition."
      )
    case .timerGone:
      (
        409, .refusal, "the timer is not set any more",
        "The agreement moved on before the timer was handled; nothing is to be done."
      )
    case .suspended:
      (
        409, .refusal, "the agreement is suspended",
        "Its clocks stand still and nobody acts. An administrator lets it go on: `sinergictl resume REFERENCE --reason TEXT`."
      )
    case .notSuspended:
      (
        409, .refusal, "the agreement is not suspended",
        "Only an agreement whose clocks stand still can be resumed."
      )
    case .nothingMoves:
      (
        409, .refusal, "no deadline moves",
        "Every open deadline of the agreement is what the calendar gives; nothing is to be done."
      )
    case .childOpen:
      (
        409, .refusal, "another one is open",
        "The definition allows so many open agreements of this kind below one at a time, such as one renewal. The detail names the open one."
      )
    case .held:
      (
        403, .permission, "somebody else has the task in hand",
        "The task was claimed, delegated or assigned. It is free again when it is released or given back; an administrator can reassign it."
      )
    case .alreadyHeld:
      (
        409, .refusal, "the task is in that person's hands already",
        "Nothing is to be done."
      )
    case .notHeld:
      (
        409, .refusal, "nobody in particular has the task",
        "A task that nobody has claimed, and that was neither delegated nor assigned, cannot be given back."
      )
    case .nobodyToHave:
      (
        422, .refusal, "the task is to go to nobody",
        "Name a person of the directory with --to; not the one who has the task already."
      )
    case .notDelegable:
      (
        403, .permission, "a deputy does not delegate",
        "Who acts as Plt., Plh., a.n. or kuasa hands nothing on (UU 30/2014 pasal 13). The holder of the position delegates, or an administrator reassigns."
      )
    case .basisMissing:
      (
        422, .refusal, "a document is needed",
        "The person does not stand for the role. Name number and date of the letter that gives the authority with --basis."
      )
    case .outOfOrder:
      (
        409, .refusal, "it is another one's turn",
        "An approval goes step by step, and the turn of this role has not come or is over. The detail says whose turn it is."
      )
    case .alreadyMarked:
      (
        403, .permission, "the person has given a mark",
        "Nobody gives two marks in one step of an approval, not even in the name of another. Another person must."
      )
    case .alreadySigned:
      (
        409, .refusal, "the signature is on record",
        "One signature of each party is in force. It can be recorded anew when a change of the text has made it void, or the definition asks for it again."
      )
    case .signatureInFuture:
      (
        422, .refusal, "the date of the signature has not come",
        "A signature is recorded after it was given. Give its true date with --set tanggal=DATE."
      )
    case .calendarDiffers:
      (
        409, .refusal, "the daemon loads another text",
        "What was previewed is not what the daemon reads from its folder of calendars. Put the file there, then apply it."
      )
    case .calendarAmbiguous:
      (
        422, .refusal, "several calendars are loaded",
        "Name one; the detail lists them."
      )
    case .sourceInvalid:
      (
        422, .refusal, "the file cannot be used",
        "The detail tells each problem with its line and column; nothing was changed."
      )
    case .loop:
      (
        409, .refusal, "the workflow does not come to rest",
        "The step would not end within its bound. This is a fault of the definition; nothing was changed."
      )
    case .busy:
      (
        409, .daemon, "the agreement is being changed",
        "Others change the agreement at this moment. Try again at once."
      )
    case .definitionUnavailable:
      (
        500, .daemon, "the agreement's definition cannot be read",
        "An agreement runs by the definition it was started with, and that text cannot be compiled by this version of the daemon."
      )
    case .calendarUnavailable:
      (
        500, .daemon, "the calendar is not loaded",
        "The workflow counts on a working calendar that is not loaded. Put its file below calendars/ and run `sinergictl reload`."
      )
    case .store:
      (
        500, .daemon, "the database cannot be used",
        "Reading or writing the database went wrong; the change was not made. The daemon's journal says more."
      )
    case .stopping:
      (503, .daemon, "the daemon is stopping", "Try again when it is back.")
    case .documentsMissing:
      (
        422, .refusal, "documents are missing",
        "The event needs documents that are not on record. The detail names them; add each with `sinergictl document add REFERENCE KIND FILE`."
      )
    case .unknownDocument:
      (
        422, .refusal, "the workflow has no such document",
        "A document is added by a kind that the workflow declares. `sinergictl document list REFERENCE` lists them."
      )
    case .documentInvalid:
      (
        422, .refusal, "the document cannot be put on record so",
        "A name, number, size or digest cannot be written down. The detail says which, and what would do."
      )
    case .documentUnchanged:
      (
        409, .refusal, "the document is on record so",
        "The same file with the same numbers is on record; nothing is to be done."
      )
    case .copiesNotKept:
      (
        409, .refusal, "no copies are kept",
        "The daemon's configuration says that no copies of documents are kept (`documents: { keep: false }`). Records are; add them with --no-copy."
      )
    case .contentMissing:
      (
        404, .missing, "there is no copy",
        "Only the record of the document is kept, or its copy has not come yet. `sinergictl document verify` finds records whose copy is lost."
      )
    case .contentInvalid:
      (
        422, .refusal, "the copy is another one than was announced",
        "The bytes that came do not have the SHA-256 or the size that was said. Send the file again."
      )
    case .contentDamaged:
      (
        500, .daemon, "the copy is damaged",
        "The bytes on the daemon's disk are not those of the record. Restore the file from a backup, or add it again."
      )
    case .archive:
      (
        500, .daemon, "the archive cannot be used",
        "Reading or writing copies of documents went wrong, most often because the disk is full; nothing half is kept. The detail says more."
      )
    case .internal:
      (
        500, .daemon, "the daemon made a mistake",
        "An answer could not be made. The daemon's journal says more; nothing is known about the change, so look before you repeat it."
      )
    case .unknownState:
      (
        422, .refusal, "the workflow has no such state",
        "States are named by their path, such as penandatanganan/pihak_kedua/menunggu. `sinergictl workflow show NAME` lists them; the detail names the nearest one."
      )
    case .notLegal:
      (
        409, .refusal, "no agreement can be in these states",
        "An agreement is in one state at a time, and in one of each region where states run beside each other. History states only remember."
      )
    case .alreadyThere:
      (
        409, .refusal, "the agreement is there already",
        "All the states that were named are active, and what goes with them too; nothing is to be done."
      )
    case .fieldRequired:
      (
        409, .refusal, "the field cannot be empty",
        "The definition asks for this field in every agreement. Set another value instead of taking it away."
      )
    case .nothingToCorrect:
      (
        409, .refusal, "nothing is to be corrected",
        "The agreement's data are what was asked for already."
      )
    case .referenceInvalid:
      (
        422, .refusal, "the reference cannot be used",
        "A reference that an import brings along must be free, and may not be one that a workflow will give itself. The detail says which."
      )
    case .startsAhead:
      (
        422, .refusal, "the agreement would begin in the future",
        "An agreement that is imported began today or before. Start a new one with `sinergictl start`."
      )
    case .tooMany:
      (
        422, .request, "too many at once",
        "One command takes only so many; the detail says how many. Divide them."
      )
    case .directoryMoved:
      (
        409, .refusal, "the directory is another version by now",
        "Somebody else changed the directory since the difference was made. Run the command again and look at the difference anew."
      )
    case .directoryFromFiles:
      (
        409, .refusal, "the directory comes from files",
        "The configuration says `directory_from: files`: the daemon takes its directory from the files that it names, at each load. Edit those and run `sinergictl reload`."
      )
    case .nobodyHolds:
      (
        403, .permission, "nobody holds the position",
        "Neither a holder nor a deputy stands for the role today, so nobody can do this. An administrator names one with `sinergictl directory apply FILE`."
      )
    case .messageSettled:
      (
        409, .refusal, "the message is not sent again",
        "The message was delivered, is on its way, or others carry on for it. `sinergictl message show ID` tells how it stands."
      )
    case .notDelivered:
      (
        502, .daemon, "the channel did not take the message",
        "The other side of the channel refused a test message or could not be reached. The detail says what it answered; `sinergictl notify list` shows how each channel stands."
      )
    }
  }

  /// HTTP status.
  public var status: Int { row.status }
  /// What a caller should think of it.
  public var family: Family { row.family }
  /// Short summary.
  public var title: String { row.title }
  /// What it means and what to do, in sentences.
  public var meaning: String { row.meaning }
}
