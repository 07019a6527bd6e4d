using Functions = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops;

public class OpsConstantTests
{
    [Fact]
    public void One_value_is_everywhere()
    {
        Tensor x = Tensor.Full([2, 3], double.NaN);
        Assert.Equal([0, 0], Functions.Zeros([2]).ToArray());
        Assert.Equal([1, 1], Functions.Ones([2, 1]).ToArray());
        Assert.Equal([0.1f, 0.1f], Functions.Full([2], 0.1).ToArray());
        Assert.Equal((x.Shape, 0), (Functions.ZerosLike(x).Shape, Functions.ZerosLike(x).Sum().Item()));
        Assert.Equal((x.Shape, 6), (Functions.OnesLike(x).Shape, Functions.OnesLike(x).Sum().Item()));
    }

    // The memory of a step holds what was computed in the step before.
    [Fact]
    public void A_steady_step_with_constants_allocates_nothing()
    {
        var model = new Sequential(new Input([3]), new AddsOne());
        model.Compile(new SGD(0), "mse");
        Tensor x = Tensor.Ones([8, 3]), y = Tensor.Full([8, 3], 4);
        AllocationAssert.Zero(() => model.TrainOnBatch(x, y));
        Assert.Equal(4, model.TrainOnBatch(x, y).Loss);
    }

    private sealed class AddsOne() : Layer("adds_one")
    {
        private Variable? _unused;

        protected override void OnBuild(Shape input) => _unused = AddWeight("unused", [1], "zeros");

        protected override Tensor Call(Tensor input, bool training) =>
            input + Functions.OnesLike(input) + Functions.ZerosLike(input) * _unused!.Value;
    }
}
