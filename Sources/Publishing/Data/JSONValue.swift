import Matrices
import SourceText

/// Data for a page's script. Numbers are written with all their digits; those that JSON does not
/// have are `null`.
indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case list([JSONValue])
  case object([(key: String, value: JSONValue)])

  static func numbers(_ numbers: some Sequence<Double>) -> JSONValue {
    .list(numbers.map { .number($0) })
  }

  static func whole(_ number: Int) -> JSONValue { .number(Double(number)) }

  static func wholes(_ numbers: some Sequence<Int>) -> JSONValue {
    .list(numbers.map { .whole($0) })
  }

  var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let number):
      if !number.isFinite {
        text += "null"
      } else if number == number.rounded(), number.magnitude < 1e15,
        number != 0 || number.sign == .plus
      {
        text += String(Int(number))
      } else {
        text += number.description
      }
    case .string(let string): text += string.json
    case .list(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .object(let pairs):
      text += "{"
      for (index, pair) in pairs.enumerated() {
        if index > 0 { text += "," }
        text += pair.key.json + ":"
        pair.value.write(to: &text)
      }
      text += "}"
    }
  }
}

extension Double {
  /// The number with so many digits: enough to be compared with what somebody types.
  func rounded(digits: Int) -> Double {
    guard isFinite, self != 0 else { return self }
    var scale = 1.0
    while magnitude * scale < 1 { scale *= 10 }
    for _ in 0..<digits { scale *= 10 }
    guard scale.isFinite, (magnitude * scale) < 1e15 else { return self }
    return (self * scale).rounded() / scale
  }
}
