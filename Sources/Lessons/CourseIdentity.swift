import Kernels
import SourceText

extension Course {
  /// By what a course is known again, wherever its folder is: its progress is kept under this name.
  package struct Identity: Equatable, Sendable {
    /// Small letters, digits and hyphens.
    package var name: String
    /// Whether its author has said so, and not its title.
    package var isDeclared: Bool
    /// The identity that it has by its title where its author has said another one: what was kept
    /// until then is under that.
    package var earlier: String?

    /// The line `<!-- course: linear-maps-3f9a -->` of a `README.md`; nil where there is none.
    static func declared(in text: String) -> String? {
      for line in text.split(whereSeparator: \.isNewline) {
        let words = line.split(separator: " ")
        guard words.count == 4, words[0] == "<!--", words[1] == "course:", words[3] == "-->" else {
          continue
        }
        let isFit = words[2].utf8.allSatisfy {
          (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
        return isFit && words[2].utf8.count <= 64 ? String(words[2]) : nil
      }
      return nil
    }

    /// The words of a title, to be read, and a number of all of it, for titles differ in more than
    /// such letters.
    static func titled(_ title: String) -> String {
      let words = slug(title)
      let number = String(RandomNumbers.seed(title.visible) >> 32, radix: 16)
      let digits = String(repeating: "0", count: 8 - number.count) + number
      return (words.isEmpty ? "course" : words) + "-" + digits
    }
  }

  /// The words of a title in letters that stand in every name of a file.
  package static func slug(_ title: String) -> String {
    let letters = title.lowercased().map {
      $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : " "
    }
    return String(
      String(letters).split(separator: " ").joined(separator: "-").prefix(40)
        .trimmingHyphens)
  }

  /// What the course says that it is, or else its title; one without a title is known by its folder
  /// alone. Nil where no lessons are listed: then it is a folder like any other.
  ///
  /// - Parameter folder: its whole path.
  package func identity(in folder: String? = nil) -> Identity? {
    let own = entries.isEmpty ? nil : (title ?? folder).map(Identity.titled)
    if let declared { return Identity(name: declared, isDeclared: true, earlier: own) }
    return own.map { Identity(name: $0, isDeclared: false) }
  }
}

extension Substring {
  fileprivate var trimmingHyphens: Substring {
    var text = self
    while text.last == "-" { text.removeLast() }
    return text
  }
}
