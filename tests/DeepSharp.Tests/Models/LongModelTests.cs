using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class LongModelTests
{
    // On a thread whose stack is as small as the smallest that programs meet: macOS gives 512 KB to threads that are not the first.
    [Fact]
    public void A_chain_of_thousands_of_layers_needs_no_deep_stack()
    {
        Tensor? output = null;
        var thread = new Thread(
            () =>
            {
                SymbolicTensor input = new Input([2]), last = input;
                for (int i = 0; i < 4000; i++) last = new Flatten().Apply(last);
                output = new Model(input, last).Apply(Tensor.Ones([1, 2]));
            },
            maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal([1, 1], output!.ToArray());
    }
}
