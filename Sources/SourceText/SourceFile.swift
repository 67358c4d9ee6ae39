/// A text and the path it came from. Places inside it are UTF-8 byte offsets; they become line and
/// column only when they are printed.
package final class SourceFile: Sendable {
  /// The path as the person wrote it, for messages.
  package let path: String
  package let bytes: [UInt8]
  /// The offset at which each line begins; the first is 0.
  package let lineStarts: [Int]
  /// Where its bytes stand in a text that a person wrote; nil for what is one itself.
  package let written: Written?

  /// Of a text that was made from another one, as a formula with its macros put in, the place that
  /// every byte comes from.
  package struct Written: Sendable {
    package let file: SourceFile
    package let places: [Range<Int>]

    package init(file: SourceFile, places: [Range<Int>]) {
      (self.file, self.places) = (file, places)
    }
  }

  package init(path: String, bytes: [UInt8], written: Written? = nil) {
    self.path = path
    self.bytes = bytes
    self.written = written
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  package convenience init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  package var lineCount: Int { lineStarts.count }

  /// The bytes of a line (from 0), without its line break.
  package func lineRange(_ line: Int) -> Range<Int> {
    guard lineStarts.indices.contains(line) else { return bytes.count..<bytes.count }
    let start = lineStarts[line]
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<max(start, end)
  }

  /// The text of a range, cut to the file.
  package func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: bytes.indices)], as: UTF8.self)
  }

  /// The line (from 0) that holds an offset.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Line and column, both from 1; the column counts characters as a reader sees them.
  package func position(at offset: Int) -> (line: Int, column: Int) {
    let line = line(at: offset)
    let start = lineStarts[line]
    let before = bytes[start..<max(start, min(offset, bytes.count))]
    // ASCII has a character a byte; counting others is dear on a line of megabytes.
    let isASCII = before.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\r") }
    return (line + 1, (isASCII ? before.count : String(decoding: before, as: UTF8.self).count) + 1)
  }
}
