package import Notation
package import SourceText

/// A version of the notation, as front matter names it: `notation: 0.2`.
package struct NotationVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let major: Int
  private let minor: Int

  package init(_ major: Int, _ minor: Int) { (self.major, self.minor) = (major, minor) }

  /// - Returns: nil for what is no two whole numbers with a point between.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2,
      parts.allSatisfy({ part in !part.isEmpty && part.allSatisfy { "0123456789".contains($0) } }),
      let major = Int(parts[0]), let minor = Int(parts[1])
    else { return nil }
    self.init(major, minor)
  }

  package static let first = NotationVersion(0, 1)
  package static let newest = NotationVersion(0, 2)

  package static func < (a: NotationVersion, b: NotationVersion) -> Bool {
    (a.major, a.minor) < (b.major, b.minor)
  }

  package var description: String { "\(major).\(minor)" }
}

/// Something that is read otherwise since a version of the notation: a lesson that was written
/// before meant something else by it. What was no formula before, or is none any more, is not here:
/// there a finding is made anyway.
package struct NotationChange: Sendable {
  package let since: NotationVersion
  /// What it means now, and what it was, for `… is … since 0.2; it was …`.
  let now: String
  let was: String
  /// What the edit does that keeps what was meant.
  private let keeping: String
  private let places: @Sendable (Statement) -> [Place]

  /// Where it stands in a statement.
  private struct Place {
    var node: Location
    /// What would mean what it did, where that can be written there.
    var edit: (location: Location, text: String)?
  }

  /// A statement with what it became.
  package struct Statement {
    let trees: [MathTree]
    let kernels: [Kernel]
    /// Whether it defines a function.
    let isFunction: Bool
    let workspace: Workspace

    package init(_ equation: Equation, in workspace: Workspace) {
      trees = [equation.tree]
      kernels = equation.sides.map(\.kernel)
      isFunction = equation.kind == .function
      self.workspace = workspace
    }

    /// A formula that is no equation, such as the key of a question.
    package init(_ tree: MathTree, _ kernel: Kernel, in workspace: Workspace) {
      (trees, kernels, isFunction, self.workspace) = ([tree], [kernel], false, workspace)
    }

    /// Whether something that was computed stands just there.
    func computes(_ location: Location, where fits: (Operation) -> Bool) -> Bool {
      kernels.contains { kernel in
        kernel.nodes.contains { $0.location.bytes == location.bytes && fits($0.operation) }
      }
    }

    /// What the smallest operation that begins at a place and is longer reaches over.
    func operation(beginning location: Location) -> Location? {
      kernels.flatMap(\.nodes).map(\.location)
        .filter {
          $0.bytes.lowerBound == location.bytes.lowerBound
            && $0.bytes.upperBound > location.bytes.upperBound
        }
        .min { $0.bytes.upperBound < $1.bytes.upperBound }
    }

    fileprivate func nodes(_ fits: (MathTree) -> Bool) -> [MathTree] {
      var found: [MathTree] = []
      func visit(_ node: MathTree) {
        if fits(node) { found.append(node) }
        node.children.forEach(visit)
      }
      trees.forEach(visit)
      return found
    }
  }

  /// What later versions than one changed in a statement.
  package static func findings(
    in statement: Statement, writtenFor version: NotationVersion
  ) -> [Finding] {
    all.filter { version < $0.since }.flatMap { change in
      change.places(statement).map { place in
        Finding(
          .notationChanged, .warning, at: place.node,
          "\(place.node.text) \(change.now) since notation \(change.since); it \(change.was)",
          help:
            "The lesson was written for notation \(version). If what it means now is meant, write "
            + "notation: \(change.since) at its head.",
          fixes: place.edit.map { [Finding.Fix($0.location, $0.text, change.keeping)] } ?? [])
      }
    }
  }

  // MARK: - The changes

  package static let all: [NotationChange] = [
    NotationChange(
      since: NotationVersion(0, 2), now: "is the logarithm to the base below it",
      was: "was the natural logarithm", keeping: "keep the natural logarithm"
    ) { statement in
      statement.nodes { $0.scripts?.base.functionName == "log" && $0.isIndexed }.map { node in
        let isPlain = node.scripts?.upper == nil
        return Place(node: node.location, edit: isPlain ? (node.location, "\\log") : nil)
      }
    },
    NotationChange(
      since: NotationVersion(0, 2), now: "is the inverse function",
      was: "was one over the function", keeping: "keep one over the function"
    ) { statement in
      statement.nodes { node in
        guard let scripts = node.scripts, let upper = scripts.upper else { return false }
        return ["sin", "cos", "tan", "tanh"].contains(scripts.base.functionName)
          && upper.isMinusOne
      }.map { node in
        let word = node.scripts?.base.functionName ?? ""
        let argument = statement.operation(beginning: node.location)?.dropFirst(node.location.count)
        return Place(
          node: node.location,
          edit: argument.map {
            (node.location.through($0), "\\frac{1}{\\\(word)\($0.text)}")
          })
      }
    },
    NotationChange(
      since: NotationVersion(0, 2), now: "is a determinant", was: "was the matrix",
      keeping: "keep the matrix"
    ) { statement in
      statement.nodes { $0.table?.environment == .bars }.map { node in
        Place(
          node: node.location.prefix(15),
          edit: (node.location, node.location.text.replacing("{vmatrix}", with: "{bmatrix}")))
      }
    },
    NotationChange(
      since: NotationVersion(0, 2), now: "is the largest singular value of the matrix",
      was: "was its Frobenius norm", keeping: "keep the Frobenius norm"
    ) { statement in
      statement.nodes { node in
        node.scripts?.base.isNormed == true && node.scripts?.lower?.digits == "2"
          && statement.computes(node.location) { $0 == .square(.eigenvalues) }
      }.map { node in
        Place(node: node.location, edit: node.scripts?.lower.map { ($0.location, "F") })
      }
    },
    NotationChange(
      since: NotationVersion(0, 2), now: "is the determinant of the matrix",
      was: "was the matrix of the absolute values", keeping: "keep the absolute values"
    ) { statement in
      statement.nodes { node in
        node.isBarred && statement.computes(node.location) { $0 == .square(.determinant) }
      }.map { node in
        let inner = node.delimited?.inner.location.text ?? ""
        return Place(
          node: node.location, edit: (node.location, "\\operatorname{abs}(\(inner))"))
      }
    },
    NotationChange(
      since: NotationVersion(0, 2), now: "is a norm",
      was: "was an absolute value of an absolute value",
      keeping: "keep the absolute values"
    ) { statement in
      statement.nodes { $0.isNormed && $0.location.text.hasPrefix("\\left") }.compactMap { node in
        guard let inner = node.delimited?.inner else { return nil }
        let isDoubled = node.location.text.hasPrefix("\\left|")
        guard isDoubled || inner.isNormed else { return nil }
        let argument = isDoubled ? inner : inner.delimited?.inner ?? inner
        return Place(
          node: node.location,
          edit: (node.location, "\\operatorname{abs}(\(argument.location.text))"))
      }
    },
    NotationChange(
      since: NotationVersion(0, 2), now: "is a power of the number, as T is a number",
      was: "was the number transposed", keeping: "keep the transpose"
    ) { statement in
      statement.nodes { node in
        node.scripts?.upper?.letter == "T"
          && statement.computes(node.location) { $0 == .entrywise(.power) }
      }.map { node in
        Place(node: node.location, edit: node.scripts?.upper.map { ($0.location, "\\top") })
      }
    },
    NotationChange(
      since: NotationVersion(0, 2), now: "is the exponential function",
      was: "was a power of the value that e has", keeping: "keep the power"
    ) { statement in
      guard statement.isFunction, statement.workspace.definitions[Name("e")] != nil else {
        return []
      }
      return statement.nodes { $0.scripts?.base.letter == "e" && $0.scripts?.upper != nil }
        .map { node in
          Place(node: node.location, edit: node.scripts.map { ($0.base.location, "(e)") })
        }
    },
    NotationChange(
      since: NotationVersion(0, 2), now: "ends before the product entry by entry",
      was: "was the derivative of the whole product", keeping: "keep the derivative of the product"
    ) { statement in
      statement.nodes { $0.row != nil }.flatMap { row in
        row.nodes.indices.compactMap { nabla -> Place? in
          guard row.nodes[nabla].scripts?.base.isSymbol("\\nabla") == true else { return nil }
          let operand = row.nodes[(nabla + 1)...].prefix { node in
            !(node.symbol.map { $0.class == .relation || $0.class == .punctuation } ?? false)
              && !node.isSymbol("+", "-")
          }.reversed().drop(while: \.isBlank)
          guard operand.contains(where: \.isElementwiseSign), let last = operand.first,
            let first = operand.last
          else { return nil }
          let whole = first.location.through(last.location)
          return Place(
            node: row.nodes[nabla].location.through(whole), edit: (whole, "(\(whole.text))"))
        }
      }
    },
    NotationChange(
      since: NotationVersion(0, 2), now: "ends before the parenthesis that has a power",
      was: "was of the product with it", keeping: "keep the function of the product"
    ) { statement in
      statement.nodes { $0.row != nil }.flatMap { row in
        row.nodes.indices.compactMap { place -> Place? in
          let function = row.nodes[place]
          guard function.functionName ?? function.scripts?.base.functionName != nil else {
            return nil
          }
          let argument = row.nodes[(place + 1)...].filter { !$0.isBlank }.prefix {
            !$0.isInfix && !$0.isDelimited && $0.functionName == nil
          }
          guard let first = argument.first, first.scripts?.base.isDelimited != true,
            let last = argument.last,
            argument.contains(where: { $0.scripts?.base.isDelimited == true })
          else { return nil }
          let whole = first.location.through(last.location)
          return Place(
            node: function.location.through(whole), edit: (whole, "(\(whole.text))"))
        }
      }
    },
    NotationChange(
      since: NotationVersion(0, 2), now: "is a column", was: "was a row", keeping: "keep the row"
    ) { statement in
      statement.trees.flatMap(\.sides).compactMap { side in
        guard let list = side.wholeList, let inner = list.delimited?.inner else { return nil }
        let entries = inner.nodes.split(omittingEmptySubsequences: false) { $0.isSymbol(",") }
          .map { MathTree.row($0).location.text }
        return Place(
          node: side.location,
          edit: (
            side.location,
            "\\begin{bmatrix} \(entries.joined(separator: " & ")) \\end{bmatrix}"
          ))
      }
    },
  ]
}

extension MathTree {
  /// What stands between its relations.
  fileprivate var sides: [MathTree] {
    nodes.split { $0.symbol?.class == .relation }.map { side in
      MathTree.row(side.filter { !$0.isBlank })
    }
  }
}
