using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Merging;

public class MergingMaskTests
{
    private const float Large = 100f;

    public static TheoryData<string> Merging => ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"];

    [Theory]
    [MemberData(nameof(Merging))]
    public void The_output_counts_where_any_input_does(string name)
    {
        Tensor left = Masked([1, 2, 3, 4], [1, 1, 0, 0]), right = Masked([5, 6, 7, 8], [1, 0, 1, 0]);
        Assert.Equal([1, 1, 1, 0], Create(name).Apply([left, right]).Mask!.ToArray());
    }

    [Theory]
    [MemberData(nameof(Merging))]
    public void An_input_without_a_mask_leaves_the_output_without(string name)
    {
        Tensor left = Masked([1, 2, 3, 4], [1, 1, 0, 0]), right = Tensor.From([5, 6, 7, 8], [1, 4, 1]);
        Assert.Null(Create(name).Apply([left, right]).Mask);
        Assert.Null(Create(name).Apply([right, left]).Mask);
    }

    // Sums, differences and means take padding as it is. A product counts it as 1, an extremum takes the other input; where neither
    // counts a
    // product is 0 and an extremum that of the first.
    [Theory]
    [InlineData("Add", new float[] { 6, 102, 107, 104 })]
    [InlineData("Subtract", new float[] { -4, -98, 93, 96 })]
    [InlineData("Average", new float[] { 3, 51, 53.5f, 52 })]
    [InlineData("Multiply", new float[] { 5, 2, 7, 0 })]
    [InlineData("Maximum", new float[] { 5, 2, 7, 100 })]
    [InlineData("Minimum", new float[] { 1, 2, 7, 100 })]
    public void What_a_mask_leaves_out_spoils_no_product_and_no_extremum(string name, float[] want)
    {
        Tensor left = Masked([1, 2, Large, Large], [1, 1, 0, 0]), right = Masked([5, Large, 7, 4], [1, 0, 1, 0]);
        Assert.Equal(want, Create(name).Apply([left, right]).ToArray());
    }

    [Theory]
    [InlineData("Multiply", new float[] { 5, 12, 7, 4 })]
    [InlineData("Maximum", new float[] { 5, 6, 7, 4 })]
    [InlineData("Minimum", new float[] { 1, 2, 7, 4 })]
    public void One_mask_alone_does_the_same_for_its_input(string name, float[] want)
    {
        Tensor left = Masked([1, 2, Large, Large], [1, 1, 0, 0]), right = Tensor.From([5, 6, 7, 4], [1, 4, 1]);
        Assert.Equal(want, Create(name).Apply([left, right]).ToArray());
    }

    [Theory]
    [MemberData(nameof(Merging))]
    public void Gradients_go_to_what_counts(string name)
    {
        Tensor left = Random(1), right = Random(2);
        float[] leftMask = [1, 1, 0, 0, 1, 1], rightMask = [1, 0, 1, 0, 1, 1];
        Layer layer = Create(name);
        GradientCheck.Run(
            () => layer.Apply([left.WithMask(Tensor.From(leftMask, [2, 3])), right.WithMask(Tensor.From(rightMask, [2, 3]))]),
                [left, right],
            at => [.. Enumerable.Range(0, 24).Select(i => Merge(name, at[0][i], leftMask[i / 4] != 0, at[1][i], rightMask[i / 4] != 0))]);
    }

    [Fact]
    public void Shapes_that_broadcast_take_their_masks_along()
    {
        Tensor left = Tensor.From([1, 2, 3, 4, 5, 6], [1, 3, 2]).WithMask(Tensor.From([1, 0, 1], [1, 3]));
        Tensor right = Tensor.From([10, 20], [1, 1, 2]).WithMask(Tensor.From([0], [1, 1]));
        Assert.Equal([1, 2, 0, 0, 5, 6], new Multiply().Apply([left, right]).ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], new Maximum().Apply([left, right]).ToArray());
        Assert.Equal([1, 0, 1], new Multiply().Apply([left, right]).Mask!.ToArray());
    }

    [Fact]
    public void Three_inputs_merge_in_turn()
    {
        Tensor a = Masked([1, 2, Large, Large], [1, 1, 0, 0]), b = Masked([5, Large, 7, Large], [1, 0, 1, 0]);
        Tensor c = Masked([2, Large, 3, 9], [1, 0, 1, 1]);
        Assert.Equal([5, 2, 7, 9], new Maximum().Apply([a, b, c]).ToArray());
        Assert.Equal([10, 2, 21, 9], new Multiply().Apply([a, b, c]).ToArray());
        Assert.Equal([1, 1, 1, 1], new Add().Apply([a, b, c]).Mask!.ToArray());
    }

    // All ways in which three inputs can count, one a step; where none does the output is that of the first.
    [Theory]
    [InlineData("Maximum", false)]
    [InlineData("Maximum", true)]
    [InlineData("Minimum", false)]
    [InlineData("Minimum", true)]
    public void An_extremum_of_three_inputs_is_that_of_those_that_count(string name, bool secondHasNoMask)
    {
        foreach (float[] order in (float[][])[[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]])
        {
            var inputs = new Tensor[3];
            float[] want = new float[8], counts = new float[8];
            for (int step = 0; step < 8; step++)
            {
                int bits = secondHasNoMask ? step | 2 : step;
                float[] present = [.. order.Where((_, i) => (bits >> i & 1) != 0)];
                want[step] = present.Length == 0 ? order[0] : name == "Maximum" ? present.Max() : present.Min();
                counts[step] = bits == 0 ? 0 : 1;
            }

            for (int i = 0; i < 3; i++)
            {
                float[] values = [.. Enumerable.Repeat(order[i], 8)];
                inputs[i] = i == 1 && secondHasNoMask
                    ? Tensor.From(values, [1, 8, 1])
                    : Masked(values, [.. Enumerable.Range(0, 8).Select(step => (float)(step >> i & 1))]);
            }

            Tensor y = Create(name).Apply(inputs);
            Assert.Equal(want, y.ToArray());
            Assert.Equal(secondHasNoMask ? null : counts, y.Mask?.ToArray());
        }
    }

    [Fact]
    public void Steps_put_in_a_row_keep_their_masks_and_those_without_count()
    {
        Tensor left = Masked([1, 2], [1, 0]), right = Tensor.From([3, 4, 5], [1, 3, 1]), last = Masked([6], [0]);
        Tensor y = new Concatenate(axis: 1).Apply([left, right, last]);
        Assert.Equal([1, 2, 3, 4, 5, 6], y.ToArray());
        Assert.Equal([1, 0, 1, 1, 1, 0], y.Mask!.ToArray());
        Assert.Equal([1, 6], y.Mask.Shape);
        Assert.Null(new Concatenate(axis: 1).Apply([right, right]).Mask);
    }

    [Fact]
    public void Samples_put_in_a_row_keep_their_masks()
    {
        Tensor left = Masked([1, 2], [1, 0]), right = Masked([3, 4], [0, 1]);
        Tensor mask = new Concatenate(axis: 0).Apply([left, right, Tensor.Ones([1, 2, 1])]).Mask!;
        Assert.Equal([1, 0, 0, 1, 1, 1], mask.ToArray());
        Assert.Equal([3, 2], mask.Shape);
    }

    [Fact]
    public void Features_put_in_a_row_count_where_any_of_them_does()
    {
        Tensor left = Masked([1, 2, 3], [1, 0, 0]), right = Masked([4, 5, 6], [1, 1, 0]);
        Assert.Equal([1, 1, 0], new Concatenate().Apply([left, right]).Mask!.ToArray());
        Assert.Equal([1, 1, 1], new Concatenate().Apply([left, Tensor.Ones([1, 3, 1])]).Mask!.ToArray());
    }

    // A mask (batch, steps) of (batch, steps, rows, features), and one of each value of (batch, features).
    [Fact]
    public void Masks_of_fewer_or_more_axes_are_brought_to_the_output_without_its_last()
    {
        Tensor left = Tensor.Ones([1, 2, 2, 1]).WithMask(Tensor.From([1, 0], [1, 2])), right = Tensor.Ones([1, 2, 1, 1]);
        Assert.Equal([1, 1, 1, 0, 0, 1], new Concatenate(axis: 2).Apply([left, right]).Mask!.ToArray());
        Tensor values = Tensor.Ones([2, 3]).WithMask(Tensor.From([0, 1, 0, 0, 0, 0], [2, 3]));
        Assert.Equal([1, 0], new Concatenate().Apply([values, values]).Mask!.ToArray());
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Multiply")]
    [InlineData("Maximum")]
    [InlineData("Concatenate")]
    public void Merging_with_masks_in_a_step_allocates_nothing(string name)
    {
        Layer layer = name == "Concatenate" ? new Concatenate() : Create(name);
        Tensor[] inputs = [Random(1).WithMask(Tensor.From([1, 1, 0, 0, 1, 1], [2, 3])), Random(2).WithMask(Tensor.Ones([2, 3]))];
        var outputs = new Tensor[1];
        layer.Build([inputs[0].Shape, inputs[1].Shape]);
        var sum = new WeightedSumOp(TestData.Uniform(layer.ComputeOutputShapes([inputs[0].Shape, inputs[1].Shape])[0].Size, seed: 77));
        var tape = new Tape(new StepMemory(), isRecording: true);
        foreach (Tensor input in inputs) tape.Watch(input);
        AllocationAssert.Zero(() =>
        {
            Tape? previous = tape.Enter();
            try
            {
                layer.Execute(inputs, outputs, training: true);
                tape.Backward(Tape.Run(sum, outputs[0]));
            }
            finally
            {
                Tape.Restore(previous);
            }

            tape.EndStep();
        });
    }

    private static double Merge(string name, double left, bool hasLeft, double right, bool hasRight) => name switch
    {
        "Add" => left + right,
        "Subtract" => left - right,
        "Average" => (left + right) / 2,
        "Multiply" => !hasLeft && !hasRight ? 0 : (hasLeft ? left : 1) * (hasRight ? right : 1),
        _ when hasLeft != hasRight => hasLeft ? left : right,
        _ when !hasLeft => left,
        "Maximum" => Math.Max(left, right),
        _ => Math.Min(left, right),
    };

    private static Layer Create(string name) => name switch
    {
        "Add" => new Add(),
        "Subtract" => new Subtract(),
        "Multiply" => new Multiply(),
        "Average" => new Average(),
        "Maximum" => new Maximum(),
        _ => new Minimum(),
    };

    private static Tensor Random(int seed) => Tensor.From(TestData.Uniform(24, seed), [2, 3, 4]);

    // One sample of steps with one feature.
    private static Tensor Masked(float[] values, float[] mask) =>
        Tensor.From(values, [1, values.Length, 1]).WithMask(Tensor.From(mask, [1, mask.Length]));
}
