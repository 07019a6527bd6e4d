namespace DeepSharp.Tests.Autograd;

public class WorkspaceTests
{
    [Fact]
    public void A_run_takes_the_memory_of_the_one_before_whose_tensor_says_so()
    {
        Tensor x = Tensor.From([1, 2, 3]);
        var workspace = new Workspace();
        Tensor first = workspace.Run(() => x + x);
        Assert.Equal([2f, 4f, 6f], first.ToArray());

        Tensor second = workspace.Run(() => x * x);
        Assert.Equal([1f, 4f, 9f], second.ToArray());
        Assert.Contains("Call Clone()", Assert.Throws<InvalidOperationException>(() => first.ToArray()).Message);
    }

    [Fact]
    public void A_view_of_an_earlier_run_says_that_its_memory_is_gone()
    {
        Tensor x = Tensor.From([1, 2, 3, 4]);
        var workspace = new Workspace();
        Tensor view = workspace.Run(() => (x + x).Reshape([2, 2]));
        workspace.Run(() => x + x);
        Assert.Contains("Call Clone()", Assert.Throws<InvalidOperationException>(() => view.ToArray()).Message);
    }

    [Fact]
    public void Repeating_a_computation_allocates_nothing()
    {
        Tensor x = Tensor.From([1, 2, 3, 4], [2, 2]);
        var workspace = new Workspace();
        AllocationAssert.Zero(() => workspace.Run(x, static x => x.MatMul(x) + x), warmup: 5, repeats: 50);
    }

    [Fact]
    public void It_does_not_run_inside_a_recording()
    {
        Tensor x = Tensor.From([1]);
        var workspace = new Workspace();
        var tape = new GradientTape();
        string message = Assert.Throws<InvalidOperationException>(() => tape.Record(() => workspace.Run(() => x + x))).Message;
        Assert.Contains("give it to the GradientTape", message);
    }

    [Fact]
    public void A_tape_in_a_workspace_finds_the_gradients_of_a_plain_one()
    {
        var w = new Variable(Tensor.From([2, 3]), "w");
        Tensor x = Tensor.From([5, 7]);
        var tape = new GradientTape(workspace: new Workspace());
        for (int step = 0; step < 3; step++)
        {
            tape.Watch(x);
            Tensor y = tape.Record(() => w.Value * w.Value * x);
            Tensor?[] gradients = tape.Gradient(y, w.Value, x);
            Assert.Equal([20f, 42f], gradients[0]!.ToArray());
            Assert.Equal([4f, 9f], gradients[1]!.ToArray());
            Assert.Equal([20f, 63f], y.ToArray());
        }
    }

    [Fact]
    public void A_gradient_in_a_workspace_is_gone_when_the_tape_records_anew()
    {
        var w = new Variable(Tensor.From([2]), "w");
        var tape = new GradientTape(workspace: new Workspace());
        Tensor gradient = tape.Gradient(tape.Record(() => w.Value * w.Value), w.Value)[0]!;
        Tensor loss = tape.Record(() => w.Value + w.Value);
        Assert.Throws<InvalidOperationException>(() => gradient.ToArray());
        Assert.Equal(2f, tape.Gradient(loss, w.Value)[0]![0]);
    }
}
