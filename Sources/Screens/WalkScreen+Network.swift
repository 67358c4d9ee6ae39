import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Pictures
import Saying
import SourceText
import Typesetting

/// A network that is looked at: a unit at a time, forwards and back.
extension WalkScreen {
  /// Into the nearest picture of a network up to here.
  mutating func enterNetwork() {
    let stops = study.walk.stops.prefix(study.walk.place.stop + 1)
    let picture = stops.last { stop in
      if case .network? = stop.picture?.content { true } else { false }
    }?.picture
    guard let picture, let shown = ShownPicture(picture, study.lesson.style) else {
      message = LineMode.noNetwork
      return
    }
    mode = .picture(PictureCursor(shown))
  }

  /// The key that leads into the picture where one is.
  var pictureKeys: [(String, String)] {
    guard let picture = study.walk.stop?.picture else { return [] }
    let command: Command =
      if case .network = picture.content { .network } else { .picture }
    return [(command.entry.key, command.entry.brief)]
  }

  /// Keys that only a network knows.
  ///
  /// - Returns: whether the key was one.
  mutating func goThrough(
    _ network: Network, _ key: Key, _ cursor: inout PictureCursor
  ) -> Bool {
    let units = network.units
    func step(_ next: Int) {
      if units.indices.contains(next) {
        (cursor.unit, cursor.number) = (next, 0)
      } else {
        message = next < 0 ? "This is the first unit." : "This is the last unit."
      }
    }
    switch key {
    case " ", "n", .pageDown: step(cursor.unit + 1)
    case "p", .pageUp: step(cursor.unit - 1)
    case .home: step(0)
    case .end: step(units.count - 1)
    case "b":
      let isBackward = units[cursor.unit].isBackward
      if let first = units.firstIndex(where: { $0.isBackward != isBackward }) {
        step(first)
      } else {
        message = "This network has no way back: no errors are named in it."
      }
    case "?":
      message = "Space next unit, p previous, b forwards or back, arrows choose, o opens, Esc back."
    case "m": mode = .reading
    default: return false
    }
    return true
  }

  /// From number to number.
  func moveInside(_ network: Network, _ key: Key, _ cursor: inout PictureCursor) {
    let isBack: Bool =
      switch key {
      case .left, "h", .up, "k": true
      default: false
      }
    let view = network.view(network.units[cursor.unit], in: cursor.shown.picture.workspace)
    let next = cursor.number + (isBack ? -1 : 1)
    if view.numbers.indices.contains(next) { cursor.number = next }
  }

  /// The unit, and below it how it is computed.
  func lines(of network: Network, _ cursor: PictureCursor) -> (all: [StyledLine], top: Int) {
    let typesetter = PictureTypesetter(style)
    let steps = typesetter.steps(network, network.units[cursor.unit], of: cursor.shown)
    let drawing = typesetter.drawing(
      cursor.shown, height: bodyRows - steps.count - 2, chosen: cursor.number, unit: cursor.unit)
    let chosen = drawing.lastIndex { $0.contains { $0.emphasis.contains(.selected) } } ?? 0
    return (drawing + [[]] + steps, max(0, chosen - bodyRows + 2))
  }

  func number(of network: Network, _ cursor: PictureCursor) -> OpenNumber? {
    let unit = network.units[cursor.unit]
    let numbers = network.view(unit, in: cursor.shown.picture.workspace).numbers
    return numbers.indices.contains(cursor.number) ? numbers[cursor.number] : nil
  }

  func told(_ network: Network, _ cursor: PictureCursor) -> String {
    let unit = network.told(network.units[cursor.unit], ascii: style.ascii)
    guard let number = number(of: network, cursor) else { return unit }
    let name = number.title.oneLine(ascii: style.ascii)
    let value = study.lesson.style.text(number.value)
    return unit + "; " + (name == value ? value : "\(name) = \(value)")
  }

  func keys(of network: Network) -> [(String, String)] {
    let hasBack = network.units.contains(where: \.isBackward)
    return [("Space", "next unit"), ("p", "previous")]
      + (hasBack ? [("b", "forwards, back")] : [])
      + [("arrows", "choose"), ("o", "open"), (Key.escape.name, "leave")]
  }
}

extension LineMode {
  static let noNetwork = "There is no picture of the network in this lesson up to here."

  /// One unit of the network, drawn and told.
  mutating func network(_ text: String) -> [StyledLine] {
    let stops = walk.stops.prefix(walk.place.stop + 1)
    let picture = stops.last { stop in
      if case .network? = stop.picture?.content { true } else { false }
    }?.picture
    guard let shown = picture.flatMap({ ShownPicture($0, study.lesson.style) }),
      case .network(let network) = shown.content
    else { return remark(Self.noNetwork) }
    let units = network.units
    let number = text.isEmpty ? 1 : Int(text) ?? 0
    guard (1...units.count).contains(number) else {
      return remark("network is followed by the number of a unit, 1 to \(units.count).")
    }
    trail = network.view(units[number - 1], in: shown.picture.workspace).steps.suffix(1)
      .map(\.number)
    return writer.unit(number - 1, of: shown)
      + (number < units.count
        ? remark("network \(number + 1) shows the next of \(units.count) units.") : [])
  }
}

extension PageLines {
  func unit(_ index: Int, of shown: ShownPicture) -> [StyledLine] {
    guard case .network(let network) = shown.content else { return [] }
    return pictures.drawing(shown, height: 14, unit: index) + [[]]
      + pictures.steps(network, network.units[index], of: shown)
  }
}

extension SpokenLines {
  func unit(_ index: Int, of shown: ShownPicture) -> [StyledLine] {
    guard case .network(let network) = shown.content else { return [] }
    let unit = network.units[index]
    return remark(network.told(unit, ascii: false))
      + network.sentences(unit, in: shown.picture.workspace, values.numbers) {
        speech.text($0)
      }.flatMap { remark($0.spoken) }
  }
}
