/// What Louvain and Leiden make large.
public enum CommunityQuality: String, Codable, Hashable, Sendable, CaseIterable {
  /// Q = Σ_c (w_c / 2m − γ (k_c / 2m)²), with w_c the weight inside (both ends counted) and k_c the strength of c:
  /// Newman and Girvan (2004), γ by Reichardt and Bornholdt (2006).
  case modularity
  /// The constant Potts model of Traag, Van Dooren and Nesterov (2011): Σ_c (w_c − γ n_c (n_c − 1)) / 2m, with n_c the
  /// vertices of c. Free of the resolution limit; γ is the density that separates inside from between.
  case constantPotts = "cpm"
}
