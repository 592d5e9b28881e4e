import CMemory

/// Gives memory that was freed, but that the allocator keeps for later, back to the system.
///
/// For after a step that held gigabytes in arrays of some megabytes: those lie between others and are kept by themselves.
/// What the next step takes must be fetched from the system again, so this is nothing for a loop.
public func returnFreedMemory() { memory_trim() }
