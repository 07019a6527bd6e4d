using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Optimizers;

/// <summary>A table's gradient of which only looked-up rows are looked at gives the bits of one that is looked at everywhere.</summary>
public class TouchedRowsTests
{
    private const int Words = 900, Steps = 6; // of which 20 lookups touch few, below one in sixteen, with 80 columns, and more with 7

    public static TheoryData<string, string> Settings()
    {
        var data = new TheoryData<string, string>();
        string[] classes = [.. OptimizerTable.Entries.Names.Where(name => char.IsUpper(name[0]) && name != "LossScaleOptimizer")];
        foreach (string name in classes) data.Add(name, "{}");
        foreach (string options in new[]
        {
            """{"clipnorm": 0.01}""", """{"clipvalue": 0.001}""", """{"global_clipnorm": 0.01}""", """{"weight_decay": 0.1}""",
            """{"use_ema": true, "ema_overwrite_frequency": 2}""", """{"loss_scale_factor": 8}""",
            """{"gradient_accumulation_steps": 2}""", """{"gradient_accumulation_steps": 3, "clipnorm": 0.01}""",
        })
        {
            data.Add("SGD", options);
            data.Add("Adagrad", options);
            data.Add("Adam", options);
        }

        data.Add("SGD", """{"momentum": 0.9, "nesterov": true}""");
        data.Add("LossScaleOptimizer", """{"inner_optimizer": {"class_name": "Adam", "config": {}}, "dynamic_growth_steps": 2}""");
        return data;
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_run_has_the_bits_of_one_with_a_dense_gradient(string optimizer, string config)
    {
        Optimizer Create() => Optimizer.FromConfig(new JsonObject { ["class_name"] = optimizer, ["config"] = JsonNode.Parse(config) });
        AssertSame(() => Model(7), Create);
        AssertSame(() => Model(80), Create);
    }

    // Looked up twice the rows add up; a product with all of the table makes its gradient dense, whichever comes first.
    [Theory]
    [InlineData(1, 2, false)]
    [InlineData(2, 3, false)]
    [InlineData(1, 2, true)]
    [InlineData(2, 1, true)]
    public void A_table_that_is_used_twice_has_one_gradient(int first, int second, bool hasProduct) => AssertSame(
        () => new Sequential(new SharedTable(first, second, hasProduct), new Dense(1)), () => new SGD(0.5, clipNorm: 1));

    [Fact]
    public void A_regularizer_makes_it_dense() => AssertSame(
        () => new Sequential(new Embedding(Words, 8, embeddingsRegularizer: "l2"), new Flatten(), new Dense(1)), () => new SGD(0.5));

    [Fact]
    public void Words_that_change_leave_nothing_behind()
    {
        Model model = Model(64);
        model.Compile(new SGD(1), "mse");
        Tensor y = Tensor.Ones([4, 1]);
        for (int step = 0; step < 4; step++) model.TrainOnBatch(Words5(step), y);
        float[] before = model.Weights[0].Value.ToArray();
        Tensor x = Tensor.Full([4, 5], 3f);
        model.TrainOnBatch(x, y);
        float[] after = model.Weights[0].Value.ToArray();
        for (int i = 0; i < before.Length; i++) Assert.True(i / 64 == 3 || before[i] == after[i], $"row {i / 64} has moved");
    }

    [Fact]
    public void A_steady_step_allocates_nothing()
    {
        Model model = Model(64);
        model.Compile(new Adam(clipNorm: 1), "mse");
        Tensor[] x = [.. Enumerable.Range(0, 3).Select(Words5)];
        Tensor y = Tensor.Ones([4, 1]);
        int step = 0;
        AllocationAssert.Zero(() => model.TrainOnBatch(x[step++ % 3], y));
    }

    private static Model Model(int columns) => new Sequential(new Embedding(Words, columns), new Flatten(), new Dense(1));

    private static Tensor Words5(int seed) => Words5(seed, [4, 5]);

    private static Tensor Words5(int seed, Shape shape)
    {
        var random = new Random(seed);
        return Tensor.From([.. Enumerable.Range(0, shape.Size).Select(_ => (float)random.Next(Words))], shape);
    }

    // Who has a hook may write to gradients anywhere, so that nothing is known about them.
    private static void AssertSame(Func<Model> create, Func<Optimizer> optimizer)
    {
        float[][] want = Train(create, optimizer, isDense: true, threads: 1);
        foreach (int threads in new[] { 1, 3 })
        {
            float[][] got = Train(create, optimizer, isDense: false, threads);
            for (int i = 0; i < want.Length; i++) TestData.AssertSameBits(want[i], got[i], $"weights or state {i}");
        }
    }

    private static float[][] Train(Func<Model> create, Func<Optimizer> optimizer, bool isDense, int threads)
    {
        using var count = new ThreadCount(threads);
        DeepSharpRuntime.SetRandomSeed(3);
        Model model = create();
        model.Compile(optimizer(), "mse");
        if (isDense) model.Optimizer!.GradientHook = static gradients => _ = gradients[0].Length;
        for (int step = 0; step < Steps; step++) model.TrainOnBatch(Words5(step), Tensor.From([1f, 0, 1, 0], [4, 1]));
        return [.. model.Weights.Select(weight => weight.Value.ToArray()), .. model.Optimizer!.StateVariables.Select(one => one.Value.ToArray())];
    }

    // Sums of rows of a table, each of the words moved by a number; the second use may be a product with the table instead.
    private sealed class SharedTable(int first, int second, bool hasProduct) : Layer
    {
        private Variable? _table;

        protected override void OnBuild(Shape input) => _table = AddWeight("embeddings", [Words, 24], "uniform");

        protected override Tensor Call(Tensor input, bool training)
        {
            Tensor rows = Look(input, first);
            if (!hasProduct) return rows + Look(input, second);
            Tensor product = rows.MatMul(_table!.Value, transposeB: true).Sum(-1, keepDims: true);
            return first < second ? product * Look(input, second) : product + rows;
        }

        private Tensor Look(Tensor input, int step) =>
            Tape.Run(GatherRowsOp.Instance, Tensor.From([.. input.ToArray().Select(word => (word * step) % Words)], input.Shape), _table!.Value).Sum(1);
    }
}
