namespace DeepSharp.Tests.Package;

/// <summary>The tests that share one <see cref="PackedLibrary"/>.</summary>
[CollectionDefinition]
public sealed class PackageCollection : ICollectionFixture<PackedLibrary>;
