// Where the daemon's socket is: what was asked for, else the places in their order.

/// Finds the socket.
enum SocketPath {
  static let variable = "SINERGI_SOCKET"
  static let development = ".development/sinergi.sock"
  static let system = "/run/sinergi/sinergi.sock"

  /// The option, else the variable, else the development daemon of this directory, else the system's.
  static func resolve(
    option: String?, environment: [String: String], exists: (String) -> Bool
  ) -> String {
    if let option { return option }
    if let path = environment[variable], !path.isEmpty { return path }
    return exists(development) ? development : system
  }
}
