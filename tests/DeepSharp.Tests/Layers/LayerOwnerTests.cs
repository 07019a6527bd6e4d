using System.Runtime.CompilerServices;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers;

public class LayerOwnerTests
{
    [Fact]
    public void Turns_may_nest_in_each_other_and_in_those_of_layers_inside()
    {
        Dense dense = Built();
        var inner = new Sequential([dense], "inner", new Input([2]));
        var outer = new Sequential([inner], "outer", new Input([2]));
        using (outer.Owner.Enter("a"))
        {
            using (inner.Owner.Enter("b"))
            {
                using (outer.Owner.Enter("c")) Assert.False(IsFree(dense));
                Assert.False(IsFree(inner));
            }

            Assert.False(IsFree(dense));
            Assert.False(IsFree(inner));
        }

        Assert.True(IsFree(dense) && IsFree(inner) && IsFree(outer));
    }

    [Fact]
    public void Layers_that_come_in_the_middle_are_given_back_in_the_end()
    {
        var model = new Sequential([], "empty");
        Dense dense = Built();
        using (model.Owner.Enter("a"))
        {
            using (model.Owner.Enter("b"))
            {
            }

            model.Add(dense);
            model.Owner.HoldNewParts();
            Assert.False(IsFree(dense));
        }

        Assert.True(IsFree(dense) && IsFree(model));
    }

    [Fact]
    public void Who_is_refused_in_the_middle_keeps_what_it_had_before()
    {
        Dense first = Built(), second = Built();
        var model = new Sequential([first], "model", new Input([2]));
        using (model.Owner.Enter("a"))
        {
            using var taken = new ManualResetEventSlim();
            using var mayGoOn = new ManualResetEventSlim();
            var other = new Thread(() =>
            {
                using LayerOwner.Turn turn = second.Owner.Enter("theirs");
                taken.Set();
                mayGoOn.Wait(TimeSpan.FromSeconds(60));
            });
            other.IsBackground = true;
            other.Start();
            Assert.True(taken.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
            model.Add(second);
            Assert.Throws<InvalidOperationException>(model.Owner.HoldNewParts);
            Assert.Throws<InvalidOperationException>(() => model.Owner.Enter("b").Dispose());
            mayGoOn.Set();
            other.Join();
            model.Owner.HoldNewParts();
            Assert.False(IsFree(first) || IsFree(second));
        }

        Assert.True(IsFree(first) && IsFree(second) && IsFree(model));
    }

    [Fact]
    public void A_layer_keeps_no_model_alive_that_it_was_trained_in()
    {
        Dense dense = Built();
        WeakReference gone = EnterAndForget(dense);
        GC.Collect();
        Assert.False(gone.IsAlive);
        Assert.True(IsFree(dense));
    }

    // Each round hands a number on that no lock guards: what the one wrote the next has to see.
    [Fact]
    public void Who_comes_next_sees_what_the_one_before_did()
    {
        Dense dense = Built();
        long count = 0, entered = 0;
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                try
                {
                    using LayerOwner.Turn turn = dense.Owner.Enter("count");
                    count++;
                }
                catch (InvalidOperationException)
                {
                    continue;
                }

                Interlocked.Increment(ref entered);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(entered, count);
    }

    private static Dense Built()
    {
        var dense = new Dense(2);
        dense.Build([Shape.Any, 2]);
        return dense;
    }

    private static bool IsFree(Layer layer)
    {
        bool isFree = false;
        var thread = new Thread(() =>
        {
            try
            {
                layer.Owner.Enter("look").Dispose();
                isFree = true;
            }
            catch (InvalidOperationException)
            {
                isFree = false;
            }
        });
        thread.Start();
        thread.Join();
        return isFree;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference EnterAndForget(Dense dense)
    {
        var model = new Own(dense);
        model.Owner.Enter("once").Dispose();
        return new WeakReference(model);
    }

    // Unlike a chain it is in no call that the layer remembers.
    private sealed class Own : Model
    {
        private readonly Dense _dense;

        public Own(Dense dense) => _dense = AddLayer(dense);

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input);
    }
}
