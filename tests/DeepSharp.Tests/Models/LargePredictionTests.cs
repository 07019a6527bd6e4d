using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Predictions of more values than a tensor holds are refused before anything is computed.</summary>
public class LargePredictionTests
{
    private const int Copies = 1 << 20;

    [Fact]
    public void Arrays_are_refused_before_the_first_batch()
    {
        var counter = new CountingLayer();
        var model = new Sequential(new Input([4]), counter, new RepeatVector(Copies));

        var error = Assert.Throws<ShapeException>(() => model.Predict(Tensor.Ones([600, 4])));
        Assert.StartsWith(
            "Predict: expected outputs that fit in one tensor, 2,147,483,591 values, but those of 600 samples", error.Message);
        Assert.Equal(0, counter.Count);
        Assert.Equal([1, Copies, 4], model.Predict(Tensor.Ones([600, 4])[..1]).Shape);
    }

    [Fact]
    public void Steps_limit_what_is_counted()
    {
        var model = new Sequential(new Input([4]), new RepeatVector(Copies));
        Assert.Equal([2, Copies, 4], model.Predict(Tensor.Ones([600, 4]), batchSize: 1, steps: 2).Shape);
    }

    [Fact]
    public void Streams_are_refused_before_the_batch_that_is_too_many()
    {
        var rows = new OutputRows(null);
        rows.RequireRoom("Predict", 4, [Copies]);
        rows.Add("Predict", Tensor.Ones([1, Copies]), 1);
        rows.RequireRoom("Predict", 2046);

        Assert.Throws<ShapeException>(() => rows.RequireRoom("Predict", 2047));
        Assert.Throws<ShapeException>(() => new OutputRows(null).RequireRoom("Predict", 2048, [Copies]));
        var counter = new CountingLayer();
        var model = new Sequential(new Input([4]), counter, new RepeatVector(Copies));
        Assert.Throws<ShapeException>(() => model.Predict([new Batch(Tensor.Ones([512, 4]))]));
        Assert.Equal(0, counter.Count);
    }

    private sealed class CountingLayer : Layer
    {
        public int Count { get; private set; }

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training)
        {
            Count++;
            return input;
        }
    }
}
