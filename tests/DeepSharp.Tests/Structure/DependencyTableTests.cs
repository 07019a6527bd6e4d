namespace DeepSharp.Tests.Structure;

public sealed class DependencyTableTests
{
    private static readonly SourceFile s_tensor = new("Tensors/Tensor.cs", "namespace DeepSharp; public sealed class Tensor { }");

    [Fact]
    public void Files_use_only_their_own_folder_and_folders_to_the_left() => Assert.Empty(DependencyTable.Check(SourceTree.Library));

    [Fact]
    public void Types_of_every_folder_are_found()
    {
        string[] declared = [.. SourceTree.Library.SelectMany(file => TypeUses.Declared(CSharpTokens.Of(file.Text)))];

        string[] examples =
        [
            "WorkerPool", "F512", "IRangeBody", "Tensor", "Shape", "Tape", "ReshapeOp", "ConfigReader", "Activation", "Reduction", "Slots",
            "Layer", "Sequential",
        ];
        Assert.Empty(examples.Except(declared));
        Assert.DoesNotContain("Slot", declared); // nested in StepMemory
    }

    [Fact]
    public void Uses_to_the_left_are_seen_in_the_real_files()
    {
        SourceFile sequential = Assert.Single(SourceTree.Library, file => file.Path == "Models/Sequential.cs");
        HashSet<string> names =
            ["Layer", "Shape", "ShapeException", "Tensor", "Variable", "ConfigReader", "ConfigSchema", "Input", "Model", "WorkerPool"];

        IEnumerable<string> named = TypeUses.Named(CSharpTokens.Of(sequential.Text), names, new HashSet<string>());

        Assert.Equal(names.Except(["WorkerPool", "Tensor", "Variable"]).Order(), named.Distinct().Order());
    }

    [Theory]
    [InlineData("internal static class A { static Tensor F() => null; }")]
    [InlineData("internal sealed class A : Tensor { }")]
    [InlineData("internal struct A(int x) : IThing<Tensor> { }")]
    [InlineData("internal class A { void F(Tensor x) { } }")]
    [InlineData("internal class A { List<Tensor> _all; }")]
    [InlineData("internal class A { object F() => new Tensor(); }")]
    [InlineData("internal class A { int F() => Tensor.Count; }")]
    [InlineData("internal class A { bool F(object x) => x is Tensor; }")]
    [InlineData("internal class A { string F() => $\"{Tensor.Count:N0} {{left}}\"; }")]
    [InlineData("internal class A { DeepSharp.Tensor F; }")]
    [InlineData("internal class A { int Tensor { get; } Tensor F; }")]
    [InlineData("internal class A<T> where T : Tensor { }")]
    public void A_kernel_that_names_a_tensor_is_found(string kernel)
    {
        IReadOnlyList<string> errors = DependencyTable.Check([new("Kernels/A.cs", kernel), s_tensor]);

        Assert.Equal(["Kernels/A.cs names Tensor, which Tensors declares, to the right of Kernels."], errors);
    }

    [Theory]
    [InlineData("// Tensor\n/* Tensor */ /// <see cref=\"Tensor\"/>\ninternal class A { }")]
    [InlineData("internal class A { string F = \"Tensor\"; string G = $\"{{Tensor}} {1}\"; string H = @\"\"\"Tensor\"; char C = '\"'; }")]
    [InlineData("internal class A { string F = \"\"\"\n a \"Tensor\" Tensor\n \"\"\"; }")]
    [InlineData("internal class A { int Tensor { get; } int F(A a) => a.Tensor + Tensor; }")]
    [InlineData("internal class A { int Tensor(int x) => x; int F(A a) => a.Tensor(1) + Tensor(2); }")]
    [InlineData("internal enum A { None, Tensor, }")]
    [InlineData("internal class A { struct Tensor { } object F() => new Tensor(); }")]
    [InlineData("internal class A { float Tensor; int? Other => null; void F(int Tensor) { } }")]
    public void What_only_looks_like_a_tensor_is_let_through(string kernel)
    {
        Assert.Empty(DependencyTable.Check([new("Kernels/A.cs", kernel), s_tensor]));
    }

    [Fact]
    public void A_file_outside_the_table_is_found()
    {
        Assert.Single(DependencyTable.Check([new("Helpers/A.cs", "class A { }")]));
        Assert.Single(DependencyTable.Check([new("A.cs", "class A { }")]));
    }

    [Fact]
    public void Siblings_may_use_each_other_one_way()
    {
        SourceFile loss = new("Losses/Loss.cs", "class Loss { }");
        SourceFile metric = new("Metrics/Metric.cs", "class Metric { Loss _loss; }");
        SourceFile optimizer = new("Optimizers/Optimizer.cs", "class Optimizer { Metric _metric; }");
        SourceFile back = new("Losses/Back.cs", "class Back { Optimizer _optimizer; }");

        Assert.Empty(DependencyTable.Check([loss, metric, optimizer]));
        Assert.Equal(3, DependencyTable.Check([loss, metric, optimizer, back]).Count);
    }

    [Fact]
    public void A_part_of_a_type_may_use_what_its_own_folder_may()
    {
        SourceFile tensor = new("Tensors/Tensor.cs", "partial class Tensor { }");
        SourceFile part = new("Ops/Tensor.Operators.cs", "partial class Tensor { Tensor F() => Op.Run(this); }");
        SourceFile op = new("Ops/Op.cs", "class Op { public static Tensor Run(Tensor x) => x; }");
        SourceFile early = new("Autograd/Node.cs", "class Node { Tensor _x; }");

        Assert.Empty(DependencyTable.Check([tensor, part, op, early]));
    }
}
