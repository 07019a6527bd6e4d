using System.Diagnostics;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers;

/// <summary>Layers nested in thousands of levels, where the stack has room for them: work grows with the levels, not with their square.</summary>
public class DeepNestingTests
{
    // What grows with the square takes sixteen times as long for four times the levels, and minutes for these.
    private const int Levels = 20_000;

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (string kind in s_kinds.Keys)
            {
                foreach (string work in s_work.Keys) all.Add(kind, work);
            }

            return all;
        }
    }

    private static readonly Dictionary<string, Func<Layer, Layer>> s_kinds = new()
    {
        ["wrappers"] = inner => new Twice(inner),
        ["chains"] = inner => new Sequential(inner),
    };

    private static readonly Dictionary<string, Action<Layer>> s_work = new()
    {
        ["Weights"] = layer => Assert.Equal(2, layer.Weights.Count),
        ["Trainable"] = layer => layer.Trainable = false,
        ["Apply"] = layer => layer.Apply(Tensor.Ones([2, 1])),
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Work_grows_with_the_levels(string kind, string work)
    {
        TimeSpan time = default;
        Exception? error = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    var watch = Stopwatch.StartNew();
                    var dense = new Dense(1);
                    dense.Build([2, 1]);
                    Layer layer = dense;
                    for (int i = 0; i < Levels; i++) layer = s_kinds[kind](layer);
                    layer.Build([2, 1]);
                    s_work[work](layer);
                    time = watch.Elapsed;
                }
                catch (Exception thrown)
                {
                    error = thrown;
                }
            }, 512 << 20);
        thread.Start();
        thread.Join();
        Assert.Null(error);
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private sealed class Twice(Layer layer) : Wrapper(layer)
    {
        public override Shape ComputeOutputShape(Shape input) => Layer.ComputeOutputShape(input);

        protected override Tensor Call(Tensor input, bool training) => Layer.Apply(input, training);
    }
}
