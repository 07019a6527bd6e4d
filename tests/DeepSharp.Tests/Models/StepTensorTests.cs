using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class StepTensorTests
{
    [Fact]
    public void A_tensor_kept_from_a_step_cannot_be_read_afterwards()
    {
        Keeper keeper = Train(copy: false);
        var exception = Assert.Throws<InvalidOperationException>(() => keeper.Kept!.ToArray());
        Assert.Equal(
            "This tensor of shape (2, 3) belonged to step 1, whose memory has been reused (now step 2). " +
            "Call Clone() inside the step to keep it.",
            exception.Message);
        Assert.Equal("Tensor (2, 3) of an earlier step", keeper.Kept!.ToString());
    }

    [Fact]
    public void Nor_in_the_next_step_when_its_place_has_been_taken_again()
    {
        var keeper = new Keeper(copy: false);
        var model = new Sequential(new Input([4]), new Dense(3), keeper);
        model.Compile("sgd", "mse");
        model.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Zeros([2, 3]));
        Tensor kept = keeper.Kept!;
        model.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Zeros([2, 3]));
        Assert.NotSame(kept, keeper.Kept);
        Assert.Contains(
            "belonged to step 1", Assert.Throws<InvalidOperationException>(() => kept.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_kept_from_a_step_can() => Assert.Equal([2, 3], Train(copy: true).Kept!.Shape);

    private static Keeper Train(bool copy)
    {
        var keeper = new Keeper(copy);
        var model = new Sequential(new Input([4]), new Dense(3), keeper);
        model.Compile("sgd", "mse");
        model.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Zeros([2, 3]));
        return keeper;
    }

    private sealed class Keeper(bool copy) : Layer
    {
        public Tensor? Kept { get; private set; }

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training)
        {
            Kept = copy ? input.Clone() : input;
            return input;
        }
    }
}
