/// How two numbers are compared where that decides between cases.
package enum Comparison: Hashable, Sendable {
  case less, atMost, greater, atLeast, equal, unequal

  func holds(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .less: a < b
    case .atMost: a <= b
    case .greater: a > b
    case .atLeast: a >= b
    case .equal: a == b
    case .unequal: a != b
    }
  }

  var python: String {
    switch self {
    case .less: "<"
    case .atMost: "<="
    case .greater: ">"
    case .atLeast: ">="
    case .equal: "=="
    case .unequal: "!="
    }
  }
}
