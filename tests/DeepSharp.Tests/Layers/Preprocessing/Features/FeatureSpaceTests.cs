using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Preprocessing.Features;

public class FeatureSpaceTests
{
    private static DataGroup Data => new()
    {
        ["age"] = new[] { 1f, 3, 5 },
        ["city"] = new[] { "a", "b", "b" },
        ["hour"] = new[,] { { 7 }, { 8 }, { 7 } },
        ["unused"] = new[] { 1, 2, 3 },
    };

    [Fact]
    public void Features_lie_in_the_order_of_their_names_and_crosses_behind_them()
    {
        FeatureSpace space = Adapted();
        DataGroup rows = space.Apply(Data);
        Assert.Equal("features", Assert.Single(rows.Names!));

        // age; city: [UNK], b, a; hour: unknown, 7, 8; five bins of the cross.
        float[] row = rows[0].ToArray()[..12];
        Assert.Equal([3, 12], rows[0].Shape);
        Assert.Equal([-1.22474f, 0, 0, 1, 0, 1, 0], row[..7].Select(value => MathF.Round(value, 5)));
        long bin = new HashedCrossing(5).Apply(new DataGroup(new[] { 2 }, new[] { 1 })).RawValues<long>()[0];
        Assert.Equal(bin, Array.IndexOf(row, 1f, 7) - 7);
    }

    [Fact]
    public void A_model_begins_with_it_and_gives_the_same()
    {
        FeatureSpace space = Adapted();
        var model = new Model([.. space.GetInputs()], space.GetEncodedFeatures());
        DataGroup some = new() { ["age"] = new[] { 2f }, ["city"] = new[] { "?" }, ["hour"] = new[] { 8 } };
        Assert.Equal(space.Apply(some)[0].ToArray(), model.Predict(some).ToArray());
        Assert.Same(space.GetEncodedFeatures(), space.GetEncodedFeatures());
        Assert.Equal(["age", "city", "hour"], space.GetPreprocessedFeatures().Keys.Order());
        Assert.Equal(DType.Int64, space.GetPreprocessedFeatures()["city"].DType);
    }

    [Fact]
    public void A_file_has_all_that_was_learned()
    {
        FeatureSpace space = Adapted();
        string path = Path.GetTempFileName();
        try
        {
            space.Save(path);
            FeatureSpace copy = FeatureSpace.Load(path);
            Assert.Equal(space.ToJson(), copy.ToJson());
            Assert.Equal(space.Apply(Data)[0].ToArray(), copy.Apply(Data)[0].ToArray());
            File.WriteAllText(path, space.ToJson()[..200]);
            Assert.Throws<ModelFileException>(() => FeatureSpace.Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Each_feature_apart_where_asked()
    {
        var space = new FeatureSpace(
            new()
            {
                ["id"] = FeatureSpace.IntegerHashed(10, "int"),
                ["word"] = FeatureSpace.StringHashed(10, "one_hot"),
                ["size"] = FeatureSpace.FloatDiscretized(null, [0.5], "int"),
                ["scaled"] = FeatureSpace.FloatRescaled(2, 1),
                ["raw"] = "float",
            },
            "dict", [FeatureSpace.Cross(["id", "word"], 4, "int")]);
        DataGroup got = space.Apply(new()
        {
            ["id"] = new[] { 5 },
            ["word"] = new[] { "x" },
            ["size"] = new[] { 0.7f },
            ["scaled"] = new[] { 3f },
            ["raw"] = new[] { 9f },
        });
        Assert.Equal(["id", "id_X_word", "raw", "scaled", "size", "word"], got.Names!.Order());
        Assert.Equal([1f, 7, 9, 10], [got["size"].ToArray()[0], got["scaled"].ToArray()[0], got["raw"].ToArray()[0], got["word"].SampleSize]);
        Assert.Equal(DType.Int64, got["id_X_word"].DType);
        Assert.Equal(got.Names!.Order(), space.GetEncodedFeatureMap().Keys.Order());
    }

    [Theory]
    [InlineData("float", 1)]
    [InlineData("float_rescaled", 1)]
    [InlineData("float_normalized", 1)]
    [InlineData("float_discretized", 3)]
    [InlineData("integer_categorical", 4)]
    [InlineData("integer_hashed", 6)]
    public void Words_of_Keras_stand_for_features(string kind, int width)
    {
        var space = new FeatureSpace(new() { ["x"] = kind }, hashingDim: 6, numDiscretizationBins: 3);
        space.Adapt(new DataGroup() { ["x"] = new[] { 1, 2, 3 } });
        Assert.Equal(width, space.Apply(new() { ["x"] = new[] { 1, 2, 3 } })[0].SampleSize);
        Assert.Equal("x_preprocessor", space.GetPreprocessor("x").Name);
    }

    [Fact]
    public void What_cannot_be_is_refused_in_words()
    {
        FeatureSpace space = New();
        Check("FeatureSpace 'feature_space': expected Adapt before it is used, since 'age', 'hour', 'city' learn from data", () => space.Apply(Data));
        Check("expected Adapt before it is used", () => space.GetEncodedFeatures());
        Check("Adapt: expected data by name with 'age' but got city", () => space.Adapt(new DataGroup() { ["city"] = new[] { "a" } }));
        Check("expected 'age' to be of float32 but it is of string", () => space.Adapt(new DataGroup() { ["age"] = new[] { "a" } }));
        Check("expected 'age' as (batch,) or (batch, 1) but it is (1, 2)", () => space.Adapt(new DataGroup() { ["age"] = new[,] { { 1f, 2 } } }));
        Check("expected at least one feature", () => _ = new FeatureSpace([]));
        Check("Unknown feature 'floats'", () => _ = new FeatureSpace(new() { ["a"] = "floats" }));
        Check("expected outputMode concat or dict but got 'list'", () => _ = new FeatureSpace(new() { ["a"] = "float" }, "list"));
        Check("there is no 'b'. Known: a", () => _ = new FeatureSpace(new() { ["a"] = "integer_hashed" }, crosses: [new[] { "a", "b" }]));
        Check("but 'b' gives numbers", () => _ = new FeatureSpace(new() { ["a"] = "integer_hashed", ["b"] = "float" }, crosses: [new[] { "a", "b" }]));
        Check("two features or more but got 1", () => _ = FeatureSpace.Cross(["a"], 3));
        Check("expected hashingDim of 1 or more", () => _ = new FeatureSpace(new() { ["a"] = "float" }, hashingDim: 0));
        Check("expected rows of numbers to be joined but 'a' has values of int64", () => new FeatureSpace(new() { ["a"] = FeatureSpace.IntegerHashed(3, "int") }).Apply(new() { ["a"] = new[] { 1 } }));
        Check("expected a layer that gives ids", () => new FeatureSpace(new() { ["a"] = new Feature("float32", new Identity(), "one_hot") }).Apply(new() { ["a"] = new[] { 1 } }));
        Check("Call GetEncodedFeatureMap()", () => new FeatureSpace(new() { ["a"] = "float" }, "dict").GetEncodedFeatures());
        Check("the class FeatureSpace", () => FeatureSpace.FromConfig(JsonNode.Parse("""{"class_name": "Dense", "config": {}}""")!));

        static void Check(string words, Action use) =>
            Assert.Contains(words, Assert.ThrowsAny<Exception>(use).Message, StringComparison.Ordinal);
    }

    private static FeatureSpace New() => new(
        new() { ["age"] = "float_normalized", ["hour"] = FeatureSpace.IntegerCategorical(), ["city"] = "string_categorical" },
        crosses: [new[] { "city", "hour" }], crossingDim: 5);

    private static FeatureSpace Adapted()
    {
        FeatureSpace space = New();
        space.Adapt(Data);
        return space;
    }

    [Fact]
    public void Columns_of_other_lengths_and_crosses_without_bins_are_refused()
    {
        var space = new FeatureSpace(new() { ["age"] = "float_normalized", ["city"] = "string_categorical" });
        DataGroup data = new Dictionary<string, DataArray> { ["age"] = new float[] { 1, 2, 3 }, ["city"] = new[] { "a", "b" } };
        Assert.Contains("'age' of 3, 'city' of 2", Assert.Throws<ArgumentException>(() => space.Adapt(data)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureSpace.Cross(["a", "b"], 0));
    }
}
