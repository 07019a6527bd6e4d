namespace DeepSharp.Tests.Models;

/// <summary>What is kept from step to step is as large as the longest sequence asks for, however many lengths come by.</summary>
public class LengthMemoryTests
{
    [Theory]
    [InlineData("rising")]
    [InlineData("falling")]
    [InlineData("random")]
    public void All_lengths_from_5_to_2000_keep_as_much_as_the_longest_alone(string order)
    {
        int[] lengths = [.. Enumerable.Range(1, 400).Select(i => 5 * i)];
        if (order == "falling") Array.Reverse(lengths);
        if (order == "random") new Random(1).Shuffle(lengths);
        long longest = KeptBy(Enumerable.Repeat(2000, 5)), all = KeptBy(lengths);
        Assert.InRange(all, 0, longest + longest / 4 + 256 * 1024);
    }

    private static long KeptBy(IEnumerable<int> lengths)
    {
        Model model = StreamAllocationTests.Sequences(8);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (int length in lengths) model.TrainOnBatch(Tensor.Ones([1, length, 8]), Tensor.Ones([1, 1]));
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(model);
        return kept;
    }
}
