/// The nearest of the known words, if one is near enough to be a slip of the fingers.
package func nearest(to word: String, among known: some Sequence<String>) -> String? {
  // Any letter is one replacement away from any other: only its other case is a likely slip.
  guard word.count > 1 else {
    return known.first { $0 != word && $0.lowercased() == word.lowercased() }
  }
  let limit = word.count <= 3 ? 1 : 2
  var best: (word: String, distance: Int)?
  for candidate in known.sorted() where candidate != word {
    let distance = editDistance(word, candidate, limit: best.map { $0.distance - 1 } ?? limit)
    if let distance { best = (candidate, distance) }
    if best?.distance == 0 { break }
  }
  return best?.word
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), or nil
/// when it takes more than `limit` of them.
func editDistance(_ a: String, _ b: String, limit: Int) -> Int? {
  let a = Array(a)
  let b = Array(b)
  guard limit >= 0, abs(a.count - b.count) <= limit else { return nil }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count] <= limit ? last[b.count] : nil
}
