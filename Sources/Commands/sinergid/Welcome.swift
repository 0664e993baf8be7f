// What a developer's daemon says when it is ready: what to type next.

/// The words after the start.
enum Welcome {
  static func text(_ configuration: DaemonConfiguration) -> String {
    """

    sinergid is ready and keeps everything below \(configuration.state).
    In another terminal, in this folder:

      export PATH="$PWD/.build/debug:$PATH"
      export SINERGI_SOCKET=\(configuration.socket)
      sinergictl status
      sinergictl workflow list
      sinergictl start nota-kesepahaman-opd --as petugas-penghubung \\
        --set tentang="Penempatan mahasiswa KKN di perpustakaan desa" --set mitra=univ-ganesha
      sinergictl tasks

    README.md walks on from there. Ctrl-C stops the daemon.
    """
  }
}
