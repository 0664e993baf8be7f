// Small work on text that several files here need.

/// The text, or its beginning followed by «…» where it has more bytes than `limit`.
///
/// Cuts between characters' scalars, so that the result is valid UTF-8 of at most `limit` bytes.
func cut(_ text: String, to limit: Int) -> String {
  guard text.utf8.count > limit else { return text }
  let room = limit - "…".utf8.count
  var scalars = String.UnicodeScalarView()
  var bytes = 0
  for scalar in text.unicodeScalars {
    bytes += UTF8.width(scalar)
    if bytes > room { break }
    scalars.append(scalar)
  }
  return String(scalars) + "…"
}
