/// The version that help, manifests and snapshots name.
public enum KithVersion {
  public static let text = "0.1.0"
}
