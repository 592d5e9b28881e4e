/// All algorithms of this module that run on any graph, by family. The voting family is not among them: it needs seeds
/// and classes beside a graph, which Inference has.
public let kernelCatalogue: [KernelEntry] = [
  // Traversal
  BreadthFirstSearch.entry,
  KHopNeighbourhood.entry,
  NeighbourhoodSizes.entry,
  MultiSourceBreadthFirstSearch.entry,
  DistanceHistogram.entry,
  ConnectedComponents.entry,
  StronglyConnectedComponents.entry,
  TopologicalOrder.entry,
  Diameter.entry,

  // Paths
  ShortestPaths.entry,
  PointToPoint.entry,
  KShortestPaths.entry,

  // Ranking
  PageRank.entry,
  PersonalisedPageRank.entry,
  PersonalisedPageRankPush.entry,

  // Centrality
  DegreeCentrality.entry,
  Betweenness.entry,
  BetweennessSampled.entry,
  EdgeBetweenness.entry,
  Closeness.entry,
  HarmonicCloseness.entry,
  EigenvectorCentrality.entry,
  KatzCentrality.entry,
  HITS.entry,
  DegreeAssortativity.entry,
  Reciprocity.entry,
  RichClub.entry,

  // Walks
  RandomWalks.entry,

  // Structure
  CoreNumbers.entry,
  LocalClustering.entry,
  Triangles.entry,
  KTruss.entry,
  StrongestNeighbours.entry,
  DisparityBackbone.entry,
  MinimumSpanningForest.entry,
  Bridges.entry,
  ArticulationPoints.entry,

  // Similarity
  FriendsOfFriends.entry,
  CommonNeighbours.entry,
  JaccardSimilarity.entry,
  AdamicAdar.entry,
  ResourceAllocation.entry,
  PairSimilarity.entry,

  // Communities
  LabelPropagation.entry,
  Louvain.entry,
  Leiden.entry,
]
