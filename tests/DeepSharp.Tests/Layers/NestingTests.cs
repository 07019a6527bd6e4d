using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers;

/// <summary>Models nested so deeply that the stack is full: refused in words, where it ended the process.</summary>
public class NestingTests
{
    // For which a stack of 256 KB has no room, with the part that the runtime keeps for itself.
    private const int Depth = 3000;

    public static TheoryData<string> All => new(Work().Keys);

    [Theory]
    [MemberData(nameof(All))]
    public void Of_chains(string work) => RunOnSmallStack(work, inner => new Sequential(inner));

    [Theory]
    [MemberData(nameof(All))]
    public void Of_functional_models(string work) => RunOnSmallStack(work, inner =>
    {
        var input = new Input([1]);
        return new Model(input, inner.Apply(input));
    });

    [Theory]
    [MemberData(nameof(All))]
    public void Of_classes_of_ones_own(string work) => RunOnSmallStack(work, inner => new Around(inner));

    private static Dictionary<string, Action<Model>> Work()
    {
        Tensor x = Tensor.Ones([2, 1]);
        return new()
        {
            ["Predict"] = model => model.Predict(x),
            ["Predict spans"] = model => model.Predict(x.Span, new float[2]),
            ["Apply"] = model => model.Apply(x),
            ["Apply to a symbol"] = model => model.Apply(new Input([1])),
            ["ComputeOutputShape"] = model => model.ComputeOutputShape([7, 1]),
            ["Build"] = model => model.Build([Shape.Any, 1]),
            ["Weights"] = model => _ = model.Weights.Count,
            ["Trainable"] = model => model.Trainable = false,
            ["ResetStates"] = model => model.ResetStates(),
            ["ToConfig"] = model => model.ToConfig(),
            ["ToJson"] = model => model.ToJson(),
            ["CloneModel"] = model => model.CloneModel(),
            ["Save"] = model => model.Save(Stream.Null),
            ["SaveWeights"] = model => model.SaveWeights(Stream.Null),
            ["Summary"] = model => model.Summary(TextWriter.Null, expandNested: true),
            ["Losses"] = model => new GradientTape().Record(() => model.Losses.Aggregate(Tensor.Scalar(0), (sum, term) => sum + term)),
            ["Fit"] = model =>
            {
                model.Compile("sgd", "mse");
                model.Fit(x, x, verbose: 0);
            },
        };
    }

    private static void RunOnSmallStack(string work, Func<Model, Model> around)
    {
        Model model = new Sequential([new Dense(1)], null, new Input([1]));

        // Made where there is room, as the first time each level looks at those inside.
        for (int i = 0; i < Depth; i++) model = around(model);
        Exception? error = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    Work()[work](model);
                }
                catch (Exception thrown)
                {
                    error = thrown;
                }
            }, 256 << 10);
        thread.Start();
        thread.Join();

        // Of a class that nobody registered, and that is not built, other words may come first.
        bool isOther = model is Around && error is { } other && (other is ArgumentException || !model.IsBuilt);
        if (error is null || isOther) return;
        Assert.IsType<InvalidOperationException>(error);
        Assert.Contains("nested", error.Message, StringComparison.Ordinal);
    }

    private sealed class Around : Model
    {
        private readonly Layer _inner;

        public Around(Layer inner) => _inner = AddLayer(inner);

        protected override Tensor Call(Tensor input, bool training) => _inner.Apply(input);
    }
}
