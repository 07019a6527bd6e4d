using DeepSharp.Layers;
using SidePackage;

namespace DeepSharp.Tests.Metrics;

public class MetricMergingTests
{
    public static TheoryData<string> Names =>
    [
        "accuracy", "binary_accuracy", "categorical_accuracy", "top_k_categorical_accuracy", "mse", "mae", "Accuracy",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_that_saw_half_each_are_one_that_saw_all(string name)
    {
        Metric whole = name, first = name, second = name;
        (Tensor target, Tensor prediction) = (OneHot(), Tensor.RandomUniform([8, 3], seed: 2));
        whole.Update(target, prediction);
        first.Update(target[..3], prediction[..3]);
        second.Update(target[3..], prediction[3..]);
        double ofSecond = second.Result;
        first.Merge(second);
        Assert.Equal(whole.Result, first.Result, 1e-12);
        Assert.Equal(ofSecond, second.Result);

        Metric copy = name;
        copy.SetState(first.GetState());
        Assert.Equal(first.Result, copy.Result);
    }

    [Fact]
    public void Sparse_metrics_and_means_merge()
    {
        foreach (string name in new[] { "sparse_categorical_accuracy", "sparse_top_k_categorical_accuracy" })
        {
            Metric whole = name, first = name, second = name;
            (Tensor target, Tensor prediction) = (Tensor.FromLabels([0, 1, 2, 1]), Tensor.RandomUniform([4, 3], seed: 3));
            whole.Update(target, prediction);
            first.Update(target[..1], prediction[..1]);
            second.Update(target[1..], prediction[1..]);
            first.Merge(second);
            Assert.Equal(whole.Result, first.Result, 1e-12);
        }

        DeepSharp.Metrics.Mean mean = Metric.Mean(), other = Metric.Mean();
        mean.Update(1);
        other.Update(5, weight: 3);
        mean.Merge(other);
        Assert.Equal(4, mean.Result);
        Assert.Equal([new double[] { 16 }, new double[] { 4 }], mean.GetState());
    }

    [Fact]
    public void The_kind_that_shapes_chose_is_taken_from_the_one_that_saw_something()
    {
        Metric seen = "accuracy", none = "accuracy", another = "accuracy";
        seen.Update(Tensor.FromLabels([0, 1]), Tensor.From([0.9f, 0.1f, 0.8f, 0.2f], [2, 2]));
        seen.Merge(none);
        Assert.Equal(0.5, seen.Result);
        none.Merge(seen);
        Assert.Equal((0.5, "SparseCategoricalAccuracy"), (none.Result, none.ClassName));

        another.Update(Tensor.From([1f], [1, 1]), Tensor.From([0.9f], [1, 1]));
        var refused = Assert.Throws<ArgumentException>(() => another.Merge(seen));
        Assert.StartsWith("Metric accuracy, Merge: expected targets and predictions of the same form", refused.Message, StringComparison.Ordinal);
        Assert.Equal((1, "BinaryAccuracy"), (another.Result, another.ClassName));
    }

    [Fact]
    public void A_custom_one_says_what_comes_of_two()
    {
        LargestError first = new(), second = new();
        first.Update(Tensor.From([1f]), Tensor.From([3f]));
        second.Update(Tensor.From([1f]), Tensor.From([2f]));
        second.Update(Tensor.From([1f]), Tensor.From([2f]));
        first.Merge(second);
        Assert.Equal((2, 3), (first.Result, first.Batches));
    }

    [Fact]
    public void Lists_join_and_arrays_add()
    {
        Everything first = new(1), second = new(2);
        first.Merge(second);
        Assert.Equal([1, 2, 2], first.Values);
        Assert.Equal([3, 3], first.Counts);
        Assert.Equal((3, true, 3f, 3ul), (first.Whole, first.Flag, first.Real, first.Unsigned));
        Everything third = new(0);
        third.SetState(first.GetState());
        Assert.Equal([1, 2, 2], third.Values);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_changes_nothing()
    {
        Metric metric = "mse";
        metric.Update(Tensor.From([1f], [1, 1]), Tensor.From([3f], [1, 1]));
        Assert.Throws<ArgumentException>(() => metric.Merge((Metric)"mae"));
        Refused([new double[] { 1 }], "expected 1 values of type Double as array number 2 but there are 1 arrays.");
        Refused([new double[] { 1 }, new float[] { 1 }], "expected 1 values of type Double as array number 2 but got 1 of Single.");
        Refused([new double[] { 1 }, new double[] { 1 }, new double[] { 1 }], "expected 2 arrays but got 3.");
        var unknown = Assert.Throws<NotSupportedException>(() => new Dates().Merge(new Dates()));
        Assert.Contains("expected numbers or bools to add but got DateTime.", unknown.Message, StringComparison.Ordinal);

        void Refused(Array[] state, string message)
        {
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => metric.Merge(state)).Message, StringComparison.Ordinal);
            Assert.Equal(4, metric.Result);
        }
    }

    [Fact]
    public void The_metrics_of_a_model_are_at_hand()
    {
        var model = new Sequential(new Dense(1, inputShape: [2]));
        model.Compile("sgd", "mse", metrics: ["mae"], weightedMetrics: ["mse"]);
        Assert.Equal(["mae"], model.Metrics.Select(metric => metric.Name));
        Assert.Equal(["mse"], model.WeightedMetrics.Select(metric => metric.Name));
    }

    private static Tensor OneHot()
    {
        Tensor target = Tensor.Zeros([8, 3]);
        for (int i = 0; i < 8; i++) target.Span[3 * i + i % 3] = 1;
        return target;
    }

    private abstract class Plain(string name) : Metric(name)
    {
        public override double Result => 0;

        public override void Reset()
        {
        }

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
        {
        }
    }

    private sealed class Everything(int value) : Plain("everything")
    {
        private readonly List<short> _values = [.. Enumerable.Repeat((short)value, value)];
        private readonly long[] _counts = [value, value];
        private int _whole = value;
        private bool _flag = value == 2;
        private float _real = value;
        private ulong _unsigned = (ulong)value;

        public IReadOnlyList<short> Values => _values;

        public IReadOnlyList<long> Counts => _counts;

        public int Whole => _whole;

        public bool Flag => _flag;

        public float Real => _real;

        public ulong Unsigned => _unsigned;

        protected override void KeepState(MetricState state)
        {
            state.Keep(_values);
            state.Keep<long>(_counts);
            state.Keep(ref _whole);
            state.Keep(ref _flag);
            state.Keep(ref _real);
            state.Keep(ref _unsigned);
        }
    }

    private sealed class Dates() : Plain("dates")
    {
        private DateTime _last;

        protected override void KeepState(MetricState state) => state.Keep(ref _last);
    }
}
