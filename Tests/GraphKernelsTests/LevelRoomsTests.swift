import GraphStorage
import Testing

@testable import GraphKernels

@Suite("Memory of levels")
struct LevelRoomsTests {
  @Test("what a level holds is not given away, and what none holds any more is")
  func reuse() {
    var rooms = LevelRooms<WeighedLinks>()
    var first: (Column<UInt32>, Column<Double>)?
    do {
      let room = rooms.room(arcs: 1_000)
      room.targets.fill(7, 0..<1_000)
      room.weights.fill(0.5, 0..<1_000)
      first = (room.targets.frozen(), room.weights.frozen(900))
    }
    do {
      let room = rooms.room(arcs: 10)
      #expect(room.targets.count == 1_000 && room.weights.count == 1_000)
      room.targets.fill(8, 0..<1_000)
      room.weights.fill(0.25, 0..<1_000)
    }
    #expect(first?.0.allSatisfy { $0 == 7 } ?? false)
    #expect(first?.1.allSatisfy { $0 == 0.5 } ?? false)
    first = nil
    // Both are free now: the first that fits is taken, and what stood there is still there.
    #expect(rooms.room(arcs: 1_000).targets[999] == 7)
    // A larger one is new.
    #expect(rooms.room(arcs: 1_001).targets.count == 1_001)
  }
}
