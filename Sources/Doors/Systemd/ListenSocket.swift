// One listening Unix socket, passed by socket activation or made by the daemon itself.

internal import Glibc

/// A listening Unix stream socket whose descriptor closes on exec.
public struct ListenSocket: Hashable, Sendable {
  /// The descriptor; whoever serves on it closes it.
  public let fd: Int32

  /// The name that the socket unit gave it (`FileDescriptorName=`), or the path of an own one.
  public let name: String

  /// The node in the file system that an own socket made; nil for a passed one.
  let node: Node?

  /// A path together with the identity of what was made there.
  struct Node: Hashable, Sendable {
    var path: String
    var device: UInt64
    var inode: UInt64
  }

  /// Removes the socket's node, if this daemon made it and it is still the same one.
  ///
  /// A passed socket's node belongs to the service manager and stays.
  public func removeNode() {
    guard let node, let now = ListenSocket.identity(of: node.path) else { return }
    if now == node { unlink(node.path) }
  }

  /// What stands at a path now, without following a link; nil when nothing does.
  static func identity(of path: String) -> Node? {
    var found = stat()
    guard lstat(path, &found) == 0 else { return nil }
    return Node(path: path, device: UInt64(found.st_dev), inode: UInt64(found.st_ino))
  }
}
