using DeepSharp.Layers;

namespace DeepSharp.Tests.Autograd;

/// <summary>Gradients of outputs that the caller gives: some ops read them where they stand, others get a copy.</summary>
public class OutputGradientTests
{
    public static TheoryData<Layer> Layers => [new LayerNormalization(), new BatchNormalization(), new Dense(6, activation: "relu")];

    [Theory]
    [MemberData(nameof(Layers))]
    public void What_was_given_stays_as_it_was(Layer layer)
    {
        Tensor x = LayerTester.RandomInput([4, 6]), given = Tensor.From(TestData.Uniform(24, seed: 3), [4, 6]), before = given.Clone();
        var tape = new GradientTape(persistent: true);
        tape.Watch(x);
        Tensor y = tape.Record(() => layer.Apply(x, training: true));

        Tensor first = tape.Gradient(y, [x], given)[0]!, second = tape.Gradient(y, [x], given)[0]!;

        TestData.AssertSameBits(before.Span, given.Span, "output gradient");
        TestData.AssertSameBits(first.Span, second.Span, "gradient");
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_gradient_of_the_last_pass_may_be_the_next_output_gradient(Layer layer)
    {
        Tensor x = LayerTester.RandomInput([4, 6]), given = Tensor.From(TestData.Uniform(24, seed: 3), [4, 6]);
        var tape = new GradientTape(persistent: true, new Workspace());
        tape.Watch(x);
        Tensor y = tape.Record(() => layer.Apply(x, training: true));
        Tensor first = tape.Gradient(y, [x], given)[0]!;
        float[] want = tape.Gradient(y, [x], Tensor.From(first.ToArray(), first.Shape))[0]!.ToArray();
        first = tape.Gradient(y, [x], given)[0]!;

        Tensor second = tape.Gradient(y, [x], first)[0]!;

        TestData.AssertSameBits(want, second.Span, "gradient");
    }
}
