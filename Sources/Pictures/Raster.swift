import Matrices

/// A grey picture of a byte a pixel, row by row: what is saved.
package struct Raster: Equatable, Sendable {
  package let width: Int
  package let height: Int
  package private(set) var pixels: [UInt8]

  init(width: Int, height: Int, filled: UInt8) {
    (self.width, self.height) = (width, height)
    pixels = Array(repeating: filled, count: width * height)
  }

  mutating func fill(_ x: Int, _ y: Int, width: Int, height: Int, _ grey: UInt8) {
    for row in max(0, y)..<max(0, min(self.height, y + height)) {
      for column in max(0, x)..<max(0, min(self.width, x + width)) {
        pixels[row * self.width + column] = grey
      }
    }
  }

  mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), thick: Int, _ grey: UInt8
  ) {
    let steps = max(abs(end.x - start.x), abs(end.y - start.y), 1)
    for step in 0...steps {
      let x = start.x + (end.x - start.x) * step / steps
      let y = start.y + (end.y - start.y) * step / steps
      fill(x - thick / 2, y - thick / 2, width: thick, height: thick, grey)
    }
  }

  /// Digits and what stands between them, five pixels high; other characters are left out.
  mutating func write(_ text: String, x: Int, y: Int, scale: Int, _ grey: UInt8) {
    for (place, character) in text.enumerated() {
      for (row, bits) in (Self.digits[character] ?? []).enumerated() {
        for column in 0..<3 where bits & 4 >> column != 0 {
          fill(
            x + (4 * place + column) * scale, y + row * scale, width: scale, height: scale, grey)
        }
      }
    }
  }

  /// Three pixels a row.
  private static let digits: [Character: [Int]] = [
    "0": [7, 5, 5, 5, 7], "1": [2, 6, 2, 2, 7], "2": [7, 1, 7, 4, 7], "3": [7, 1, 7, 1, 7],
    "4": [5, 5, 7, 1, 1], "5": [7, 4, 7, 1, 7], "6": [7, 4, 7, 5, 7], "7": [7, 1, 2, 2, 2],
    "8": [7, 5, 7, 5, 7], "9": [7, 5, 7, 1, 7], ".": [0, 0, 0, 0, 2], "−": [0, 0, 7, 0, 0],
    "e": [0, 7, 7, 4, 7],
  ]
}

extension Raster {
  /// A network: a box with its number for each unit, layer by layer, and lines between them that are
  /// thicker the larger the weight.
  ///
  /// - Parameter weights: between one layer and the next, a row for each unit of the next.
  package init(layers: [[String]], weights: [[[Double]]]) {
    let (across, down, width, height) = (260, 90, 120, 50)
    let most = layers.map(\.count).max() ?? 1
    self.init(width: across * layers.count, height: down * max(1, most) + 40, filled: 255)
    let total = self.height
    func middle(_ layer: Int, _ unit: Int) -> (x: Int, y: Int) {
      (across / 2 + layer * across, total / 2 + (2 * unit + 1 - layers[layer].count) * down / 2)
    }
    let largest = weights.joined().joined().map(abs).max() ?? 0
    for (layer, rows) in weights.enumerated() {
      for (to, row) in rows.enumerated() {
        for (from, weight) in row.enumerated() {
          let share = largest > 0 ? abs(weight) / largest : 0
          line(
            from: middle(layer, from), to: middle(layer + 1, to), thick: 1 + Int(share * 6),
            weight < 0 ? 190 : 120)
        }
      }
    }
    for (layer, texts) in layers.enumerated() {
      for (unit, text) in texts.enumerated() {
        let (x, y) = middle(layer, unit)
        fill(x - width / 2, y - height / 2, width: width, height: height, 0)
        fill(x - width / 2 + 2, y - height / 2 + 2, width: width - 4, height: height - 4, 255)
        write(text, x: x - 6 * text.count, y: y - 7, scale: 3, 0)
      }
    }
  }
}

extension TileSheet {
  /// All tiles, each pixel a square; one without a picture is a middle grey.
  package var raster: Raster {
    let scale = max(1, min(8, 64 / max(shape.rows, shape.columns)))
    let across = max(1, Int(Double(tiles.count).squareRoot().rounded(.up)))
    let down = (tiles.count + across - 1) / across
    let gap = scale
    let (width, height) = (shape.columns * scale + gap, shape.rows * scale + gap)
    var raster = Raster(width: across * width + gap, height: down * height + gap, filled: 255)
    for (index, tile) in tiles.enumerated() {
      let (x, y) = (gap + index % across * width, gap + index / across * height)
      guard case .pixels(let pixels) = tile.look else {
        raster.fill(x, y, width: width - gap, height: height - gap, 128)
        continue
      }
      for (row, line) in pixels.enumerated() {
        for (column, pixel) in line.enumerated() {
          raster.fill(
            x + column * scale, y + row * scale, width: scale, height: scale,
            UInt8((pixel * 255).rounded()))
        }
      }
    }
    return raster
  }
}

extension Chart {
  /// Black on white, with ticks.
  package var raster: Raster {
    let (width, height, left, bottom, top) = (960, 600, 120, 60, 30)
    var raster = Raster(width: width, height: height, filled: 255)
    let (across, up) = (width - left - 40, height - bottom - top)
    func x(_ number: Double) -> Int? {
      horizontal.place(number).map { left + Int($0 * Double(across)) }
    }
    func y(_ number: Double) -> Int? {
      vertical.place(number).map { height - bottom - Int($0 * Double(up)) }
    }
    raster.line(from: (left, top), to: (left, height - bottom), thick: 2, 0)
    raster.line(from: (left, height - bottom), to: (width - 40, height - bottom), thick: 2, 0)
    let (ticksUp, ticksAcross) = (vertical.ticks(6), horizontal.ticks(8))
    for (tick, text) in zip(ticksUp, Axis.texts(ticksUp)) {
      guard let y = y(tick) else { continue }
      raster.line(from: (left - 8, y), to: (left, y), thick: 2, 0)
      raster.write(text, x: left - 14 - 12 * text.count, y: y - 7, scale: 3, 0)
    }
    for (tick, text) in zip(ticksAcross, Axis.texts(ticksAcross)) {
      guard let x = x(tick) else { continue }
      raster.line(from: (x, height - bottom), to: (x, height - bottom + 8), thick: 2, 0)
      raster.write(text, x: x - 6 * text.count, y: height - bottom + 16, scale: 3, 0)
    }
    for (index, curve) in curves.enumerated() {
      var last: (x: Int, y: Int)?
      for point in curve.points {
        guard let x = x(point.x), let y = y(point.y) else {
          last = nil
          continue
        }
        raster.line(from: last ?? (x, y), to: (x, y), thick: 3, UInt8(min(160, index * 50)))
        last = (x, y)
      }
      if curves.count > 1, let last {
        raster.write("\(index + 1)", x: min(width - 14, last.x + 10), y: last.y - 7, scale: 3, 0)
      }
    }
    for mark in marks {
      guard let x = x(mark.point.x), let y = y(mark.point.y) else { continue }
      raster.fill(x - 6, y - 6, width: 13, height: 13, 0)
      if mark.kind != .least { raster.fill(x - 3, y - 3, width: 7, height: 7, 255) }
    }
    return raster
  }
}
