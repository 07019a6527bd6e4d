namespace DeepSharp;

/// <summary>How many bins features and crosses of a space have that say nothing else.</summary>
internal readonly record struct FeatureSpaceSizes(int CrossingBins, int HashingBins, int DiscretizationBins);
