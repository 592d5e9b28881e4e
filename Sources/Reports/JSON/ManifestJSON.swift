extension RunManifest: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "kith_version": .string(kithVersion), "job": .string(job), "seed": .unsigned(seed), "basis": JSONValue(basis),
      "inputs": JSONValue(inputs), "steps": JSONValue(steps), "outputs": JSONValue(outputs),
    ])
  }
}

extension RunManifest.Step: JSONRepresentable {
  /// Parameters and figures keep their order, hence lists and not objects.
  public var json: JSONValue {
    .object(["name": .string(name), "parameters": JSONValue(parameters), "figures": JSONValue(figures)])
  }
}

extension RunManifest.OutputFile: JSONRepresentable {
  public var json: JSONValue {
    .object(["file": .string(file), "bytes": .integer(bytes), "sha256": .string(sha256)])
  }
}

extension Entry: JSONRepresentable {
  public var json: JSONValue { .object(["name": .string(name), "value": .string(value)]) }
}

extension RunTimings: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "run_id": .string(runID), "started": .string(started), "threads": .integer(threads),
      "seconds": .number(seconds), "peak_memory_bytes": JSONValue(peakMemoryBytes),
      "steps": .array(steps.map { .object(["name": .string($0.name), "seconds": .number($0.seconds)]) }),
    ])
  }
}
