// Names of users and groups, from the system's own database (nsswitch).

internal import Glibc

/// Looks up users and groups; may ask the network where the machine's user database does.
public enum UnixUsers {
  /// The uid of a user name; nil when there is no such user, or the database does not answer.
  public static func uid(named name: String) -> UInt32? {
    user { getpwnam_r(name, $0, $1, $2, $3) }?.uid
  }

  /// The gid of a group name; nil when there is no such group, or the database does not answer.
  public static func gid(named name: String) -> UInt32? {
    var entry = group()
    return lookUp { buffer, size in
      var found: UnsafeMutablePointer<group>?
      let code = getgrnam_r(name, &entry, buffer, size, &found)
      return (code, found.map { $0.pointee.gr_gid })
    }
  }

  /// The name of a uid; nil when there is no such user, or the database does not answer.
  public static func name(of uid: UInt32) -> String? {
    user { getpwuid_r(uid, $0, $1, $2, $3) }?.name
  }

  /// The names of the groups that a user is in, the own one first; empty for an unknown user.
  ///
  /// At most `SystemdLimits.groupsPerUser`; a group without a name is left out.
  public static func groups(of uid: UInt32) -> [String] {
    guard let user = user({ getpwuid_r(uid, $0, $1, $2, $3) }) else { return [] }
    var identities = [gid_t](repeating: 0, count: 64)
    var count = Int32(identities.count)
    if getgrouplist(user.name, user.gid, &identities, &count) < 0 {
      count = min(max(count, 1), Int32(SystemdLimits.groupsPerUser))
      identities = [gid_t](repeating: 0, count: Int(count))
      _ = getgrouplist(user.name, user.gid, &identities, &count)
    }
    return identities.prefix(Int(count)).compactMap(groupName)
  }
}

extension UnixUsers {
  private struct User {
    var name: String
    var uid: uid_t
    var gid: gid_t
  }

  private static func user(
    _ ask: (
      UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
      UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32
  ) -> User? {
    var entry = passwd()
    return lookUp { buffer, size in
      var found: UnsafeMutablePointer<passwd>?
      let code = ask(&entry, buffer, size, &found)
      guard code == 0, let found, let name = found.pointee.pw_name else { return (code, nil) }
      let user = User(
        name: String(cString: name), uid: found.pointee.pw_uid, gid: found.pointee.pw_gid)
      return (0, user)
    }
  }

  private static func groupName(_ gid: gid_t) -> String? {
    var entry = group()
    return lookUp { buffer, size in
      var found: UnsafeMutablePointer<group>?
      let code = getgrgid_r(gid, &entry, buffer, size, &found)
      guard code == 0, let found, let name = found.pointee.gr_name else { return (code, nil) }
      return (0, String(cString: name))
    }
  }

  /// Asks with a buffer that grows until the answer fits (ERANGE, getpwnam(3)).
  private static func lookUp<Found>(
    _ ask: (UnsafeMutablePointer<CChar>, Int) -> (code: Int32, found: Found?)
  ) -> Found? {
    var size = 4096
    while size <= SystemdLimits.userEntryBytes {
      let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
      defer { buffer.deallocate() }
      let answer = ask(buffer, size)
      switch answer.code {
      case ERANGE: size *= 4
      case EINTR: continue
      default: return answer.found
      }
    }
    return nil
  }
}
