using DeepSharp.Layers;

namespace DeepSharp.Tests.Data;

/// <summary>Longs, bools and strings are kept as they are.</summary>
public class DataArrayKindsTests
{
    [Fact]
    public void All_forms_keep_their_values()
    {
        const long Large = 5_000_000_001;
        DataArray[] longs =
        [
            new[] { Large, 2 }, new[,] { { Large, 2 } }, new long[][] { [Large, 2] }, new List<long> { Large, 2 },
            new List<long[]> { new[] { Large, 2 } }, DataArray.From([Large, 2L], [2, 1]), DataArray.From([Large, 2L], new[] { 1, 2 }),
        ];
        Assert.All(longs, data => Assert.Equal([Large, 2], data.RawValues<long>()));
        DataArray[] texts =
        [
            new[] { "a", "b" }, new[,] { { "a", "b" } }, new string[][] { ["a", "b"] }, new List<string> { "a", "b" },
            new List<string[]> { new[] { "a", "b" } }, DataArray.From(["a", "b"], [2, 1]), DataArray.From(["a", "b"], new[] { 1, 2 }),
        ];
        Assert.All(texts, data => Assert.Equal(["a", "b"], data.RawValues<string>()));
        DataArray[] flags = [new[] { true, false }, new[,] { { true, false } }, DataArray.From([true, false], [2, 1])];
        Assert.All(flags, data => Assert.Equal([true, false], data.RawValues<bool>()));
        Assert.All(flags, data => Assert.Equal([1, 0], data.ToArray()));
    }

    [Fact]
    public void Vectors_are_views_and_slices_keep_the_kind()
    {
        long[] stamps = [1_700_000_000_001, 5, 7];
        string[] words = ["a", "b", "c"];
        DataArray data = stamps, text = words;
        (stamps[1], words[1]) = (1_700_000_000_003, "x");

        Assert.Equal([1_700_000_000_003, 7], data[1..].RawValues<long>());
        Assert.Equal(["x", "c"], text[1..].Reshape([2, 1]).RawValues<string>());
        Assert.Equal([7, 1_700_000_000_001], data.Gather([2, 0]).RawValues<long>());
        Assert.Equal("DataArray (3,) of Int64: 1700000000001, 1700000000003, 7", data.ToString());
        Assert.Equal("DataArray (3,) of String: 'a', 'x', 'c'", text.ToString());
    }

    [Fact]
    public void The_first_value_that_floats_do_not_hold_is_named()
    {
        DataArray data = new[,] { { 1L, 2L }, { 3L, 16_777_217L } };
        Assert.Contains("but value 1 of sample 1 is 16777217, which", Assert.Throws<ArgumentOutOfRangeException>(() => data.ToTensor()).Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], data[..1].ToArray());
    }

    [Fact]
    public void Strings_are_no_numbers()
    {
        DataArray text = new[] { "apple", "fig" };
        foreach (Action use in (Action[])[() => text.ToTensor(), () => text.Item(0), () => text.Sample(0)])
        {
            string message = Assert.Throws<InvalidOperationException>(use).Message;
            Assert.StartsWith("DataArray: expected numbers but got strings, the first of them 'apple'. Begin the model with", message, StringComparison.Ordinal);
        }

        Assert.Throws<InvalidOperationException>(() => text / 2);
        Assert.Contains("value 1 is null", Assert.Throws<ArgumentException>(() => { DataArray _ = new[] { "a", null! }; }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strings_in_brackets_are_one_array()
    {
        DataGroup words = ["good", "bad"];
        Assert.Equal(["good", "bad"], Assert.Single(words).RawValues<string>());
        DataGroup named = new Dictionary<string, string[]> { ["city"] = ["a"] };
        Assert.Equal(["city"], named.Names);
        Assert.Throws<ArgumentException>(() => { DataGroup _ = ["good", 1]; });
    }

    [Fact]
    public void Fit_refuses_them_before_the_first_step()
    {
        var model = new Sequential([new Dense(1)], "m", new Input([1]));
        model.Compile("sgd", "mse");
        Tensor before = model.GetWeights()[0];
        long[] stamps = [.. Enumerable.Repeat(1L, 63), 1_700_000_000_001];
        float[] y = new float[64];

        string message = Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(stamps, y, verbose: 0)).Message;
        Assert.StartsWith("Fit, x: expected whole numbers that floats hold exactly", message, StringComparison.Ordinal);
        Assert.Contains("value 63 is 1700000000001", message, StringComparison.Ordinal);
        Assert.StartsWith("Fit, y:", Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(y, stamps, verbose: 0)).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Predict, x: expected numbers but got strings, the first of them 'a'.",
            Assert.Throws<ArgumentException>(() => model.Predict(["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Equal(before.ToArray(), model.GetWeights()[0].ToArray());
        model.Fit(new long[64], new bool[64], verbose: 0);
    }
}
