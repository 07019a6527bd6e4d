using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Constraints;

public class ConstraintTests
{
    private static readonly Constraint[] s_all =
    [
        Constraint.MaxNorm(3f), Constraint.MaxNorm(1.5f, [0, 1]), Constraint.NonNeg(), Constraint.UnitNorm(), Constraint.UnitNorm([-1, 0]),
        Constraint.MinMaxNorm(0.5f, 1f, 0.5f, -1), Constraint.MinMaxNorm(0.5f, 1f, 0.5f, [0, 1]),
    ];

    [Fact]
    public void A_name_stands_for_the_constraint_with_Keras_defaults()
    {
        Assert.Equal(Constraint.MaxNorm(2f, 0), (Constraint)"max_norm");
        Assert.Equal(Constraint.NonNeg(), (Constraint)"non_neg");
        Assert.Equal(Constraint.UnitNorm(0), (Constraint)"unit_norm");
        Assert.Equal(Constraint.MinMaxNorm(0f, 1f, 1f, 0), (Constraint)"min_max_norm");
        Assert.Equal(Constraint.MaxNorm(), (Constraint)"MaxNorm");
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var exception = Assert.Throws<ArgumentException>(() => (Constraint)"maxnorm");
        Assert.StartsWith(
            "Unknown constraint 'maxnorm'. Did you mean 'max_norm'? Known: MaxNorm, MinMaxNorm, NonNeg, UnitNorm, max_norm",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Values_with_equal_parameters_are_equal()
    {
        Assert.Equal(Constraint.MaxNorm(2f, [0, 1]), Constraint.MaxNorm(2f, [0, 1]));
        Assert.Equal(Constraint.MaxNorm(2f, [0, 1]).GetHashCode(), Constraint.MaxNorm(2f, [0, 1]).GetHashCode());
        Assert.Equal(Constraint.UnitNorm(1), Constraint.UnitNorm([1]));
        Assert.NotEqual(Constraint.MaxNorm(2f, [0, 1]), Constraint.MaxNorm(2f, [0, 2]));
        Assert.NotEqual(Constraint.MaxNorm(2f), Constraint.MaxNorm(3f));
        Assert.NotEqual(Constraint.MaxNorm(1f), Constraint.UnitNorm());
    }

    [Fact]
    public void The_config_comes_back()
    {
        foreach (Constraint constraint in s_all)
        {
            Assert.Equal(constraint, Constraint.FromConfig(constraint.ToConfig()));
            Assert.Equal(constraint, Constraint.FromConfig(JsonNode.Parse(constraint.ToConfig().ToJsonString())!));
        }
    }

    [Fact]
    public void The_config_is_that_of_Keras()
    {
        Check("MaxNorm", """{"max_value": 1.5, "axis": [0, 1]}""", s_all[1]);
        Check("NonNeg", "{}", s_all[2]);
        Check("UnitNorm", """{"axis": 0}""", s_all[3]);

        static void Check(string name, string config, Constraint constraint)
        {
            string want = $$"""{"module": "keras.constraints", "class_name": "{{name}}", "config": {{config}}, "registered_name": null}""";
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(want), constraint.ToConfig()), constraint.ToConfig().ToJsonString());
        }
    }

    // Columns (3, 4), of norm 5, and (0.6, 0.8), of norm 1.
    [Fact]
    public void Each_column_has_a_norm()
    {
        Tensor w = Tensor.From([3f, 0.6f, 4f, 0.8f], [2, 2]);
        Check(Constraint.MaxNorm(2.5f), [1.5, 0.6, 2, 0.8]);
        Check(Constraint.UnitNorm(), [0.6, 0.6, 0.8, 0.8]);
        Check(Constraint.MinMaxNorm(2f, 3f, rate: 0.5f), [2.4, 0.9, 3.2, 1.2]);

        void Check(Constraint constraint, double[] want) =>
            TestData.AssertClose(want, constraint.Apply(w).Span, 1e-6, 0, constraint.ClassName);
    }

    [Fact]
    public void Negative_values_become_0() =>
        Assert.Equal([0f, 0f, 2f], Constraint.NonNeg().Apply(Tensor.From([-1f, 0f, 2f])).ToArray());

    [Fact]
    public void Apply_leaves_the_weight_alone()
    {
        Tensor w = Tensor.From([-1f, 2f]);
        Constraint.NonNeg().Apply(w);
        Assert.Equal([-1f, 2f], w.ToArray());
    }

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        Check(() => Constraint.MaxNorm(-1f), "MaxNorm: expected maxValue to be a finite number of 0 or more but got -1.");
        Check(() => Constraint.MinMaxNorm(2f, 1f), "MinMaxNorm: expected minValue to be at most maxValue, 1, but got 2.");
        Check(() => Constraint.MinMaxNorm(rate: 1.5f), "MinMaxNorm: expected rate from 0 to 1 but got 1.5.");
        Check(() => Constraint.UnitNorm([]), "UnitNorm: expected one axis or more but got none.");

        static void Check(Func<object> create, string message) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(create).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Axes_that_the_weight_does_not_have_are_refused_before_training()
    {
        var weight = new Variable(Tensor.Ones([2, 3]), "w");
        Check(Constraint.MaxNorm(1f, [0, 2]), "MaxNorm: expected axes of the weight but got (0, 2) for a weight of shape (2, 3).");
        Check(Constraint.UnitNorm([1, -1]), "UnitNorm: expected different axes but got (1, -1) for a weight of shape (2, 3).");
        Assert.Null(weight.Constraint);

        void Check(Constraint constraint, string message) => Assert.StartsWith(
            message, Assert.Throws<ShapeException>(() => weight.Constraint = constraint).Message, StringComparison.Ordinal);
    }
}
