import SourceText

extension String {
  /// As a string of JSON; characters that cannot be seen are not in it.
  var json: String {
    var written = "\""
    for scalar in visible.unicodeScalars {
      switch scalar {
      case "\"": written += "\\\""
      case "\\": written += "\\\\"
      default: written.unicodeScalars.append(scalar)
      }
    }
    return written + "\""
  }
}
