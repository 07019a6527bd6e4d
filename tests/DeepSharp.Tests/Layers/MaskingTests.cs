using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers;

public class MaskingTests
{
    public static TheoryData<string> Handing => ["dense", "activation", "dropout", "relu", "softmax", "rescaling"];

    [Theory]
    [MemberData(nameof(Handing))]
    public void Layers_that_work_on_each_step_by_itself_hand_the_mask_on(string name)
    {
        Layer layer = name switch
        {
            "dense" => new Dense(3),
            "activation" => new ActivationLayer("tanh"),
            "dropout" => new Dropout(0.5f),
            "relu" => new ReLU(),
            "softmax" => new Softmax(),
            _ => new Rescaling(2f),
        };
        Tensor x = Masked();
        Assert.True(layer.SupportsMasking);
        Assert.Same(x.Mask, layer.Apply(x, training: true).Mask);
    }

    [Fact]
    public void Other_layers_drop_it()
    {
        Assert.False(new Flatten().SupportsMasking);
        Assert.Null(new Flatten().Apply(Masked()).Mask);
    }

    [Fact]
    public void A_model_hands_on_what_its_last_layer_gives()
    {
        Tensor x = Masked();
        Assert.Same(x.Mask, new Sequential(new Dense(3), new LSTM(2, returnSequences: true), new Dense(1)).Apply(x).Mask);
        Assert.Null(new Sequential(new Dense(3), new LSTM(2), new Dense(1)).Apply(x).Mask);
    }

    [Fact]
    public void Layers_that_a_model_computes_together_hand_it_on()
    {
        Tensor x = Masked();
        var model = new Sequential(new Input([3, 4]), new Dense(3), new ReLU());
        Assert.Same(x.Mask, model.Apply(x).Mask);
    }

    [Fact]
    public void Memory_that_is_used_again_carries_no_mask_of_the_step_before()
    {
        var workspace = new Workspace();
        Tensor x = Masked(), plain = Tensor.Ones([2, 3, 4]);
        var layer = new Dense(2);
        var masked = new List<Tensor>();
        for (int i = 0; i < 4; i++)
        {
            masked.Add(workspace.Run(() => layer.Apply(x)));
            Assert.NotNull(masked[^1].Mask);
        }

        for (int i = 0; i < 4; i++)
        {
            Tensor y = workspace.Run(() => layer.Apply(plain));
            Assert.Contains(masked, tensor => ReferenceEquals(tensor, y));
            Assert.Null(y.Mask);
        }
    }

    [Fact]
    public void A_layer_of_ones_own_can_change_the_mask()
    {
        Tensor x = Masked();
        Assert.Equal([0, 0, 1, 1, 1, 0], new Inverting().Apply(x).Mask!.ToArray());
    }

    private static Tensor Masked()
    {
        Tensor x = Tensor.Ones([2, 3, 4]);
        x.Mask = Tensor.From([1, 1, 0, 0, 0, 1], [2, 3]);
        return x;
    }

    private sealed class Inverting : Layer
    {
        public override bool SupportsMasking => true;

        public override Tensor? ComputeMask(Tensor input, Tensor? mask) => mask is null ? null : 1f - mask;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input * 2f;
    }
}
