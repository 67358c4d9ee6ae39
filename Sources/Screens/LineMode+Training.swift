import Learning
import Lessons
import Saying
import Training
import Typesetting

/// Training, as a word.
extension LineMode {
  func train(_ text: String, _ effects: inout [WalkScreen.Effect]) -> [StyledLine] {
    let plans = study.lesson.plans
    guard !plans.isEmpty else { return remark("This lesson trains nothing.") }
    guard ["", "again"].contains(text.lowercased()) else {
      return remark("train trains what the lesson trains; train again begins anew.")
    }
    let stops = walk.stops.prefix(walk.place.stop + 1)
    let here = stops.last { $0.step == walk.stop?.step && $0.training != nil }?.training
    let place = here ?? plans.firstIndex { $0.found?.isDone != true } ?? 0
    effects.append(.train(.begin(plan: place, isAnew: !text.isEmpty)))
    return []
  }
}
