// The one signal that this room touches; the others belong to the daemon's life cycle.

internal import Glibc

/// Makes writing to a closed pipe or socket an error (EPIPE) instead of the process's end.
///
/// Call it first thing in a daemon: a client that goes away must not take the daemon with it.
public func ignoreSIGPIPE() {
  _ = signal(SIGPIPE, SIG_IGN)
}
