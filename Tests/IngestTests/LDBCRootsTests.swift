import GraphStorage
import Testing

@testable import Ingest

@Suite("Roots of LDBC comments") struct LDBCRootsTests {
  @Test("are those that a walk of as many steps as there are comments finds, in random forests with circles")
  func walk() {
    for seed in 0..<300 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let count = 1 + generator.below(30)
      var posts: [Int64: Int64] = [:]
      var parents: [Int64: Int64] = [:]
      for comment in 0..<Int64(count) {
        if generator.below(5) == 0 { posts[comment] = 1_000 + comment }
        if generator.below(6) > 0 { parents[comment] = Int64(generator.below(count + 2)) }
      }
      var roots = LDBCRoots(posts: posts, parents: parents)
      for comment in 0..<Int64(count + 3) {
        var at: Int64? = comment
        var found: Int64?
        for _ in 0...count {
          guard let here = at else { break }
          if let post = posts[here] {
            found = post
            break
          }
          at = parents[here]
        }
        #expect(roots.post(of: comment) == found)
      }
    }
  }

  @Test("of one circle of 200,000 comments, and of a chain as long, are found in as many steps")
  func linear() {
    let count: Int64 = 200_000
    var circle: [Int64: Int64] = [:]
    for comment in 0..<count { circle[comment] = (comment + 1) % count }
    var roots = LDBCRoots(posts: [:], parents: circle)
    for comment in 0..<count where roots.post(of: comment) != nil { Issue.record("a circle has no post") }
    #expect(roots.steps == 200_000)
    circle[count - 1] = nil
    roots = LDBCRoots(posts: [count - 1: 7], parents: circle)
    for comment in 0..<count where roots.post(of: comment) != 7 { Issue.record("the chain ends at post 7") }
    #expect(roots.steps == 199_999)
  }
}
