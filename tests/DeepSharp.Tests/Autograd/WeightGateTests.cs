namespace DeepSharp.Tests.Autograd;

public class WeightGateTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private readonly Variable _weight = new(Tensor.Zeros([1]), "weight");

    [Fact]
    public void A_change_waits_for_predictions_that_run_and_keeps_later_ones_out()
    {
        WeightGate gate = Gate();
        var lines = new List<string>();
        using var changing = new ManualResetEventSlim();
        Thread change, late;
        using (gate.Read())
        {
            change = Start(() =>
            {
                changing.Set();
                using WeightChange.Turn turn = WeightChange.Begin(_weight);
                lock (lines) lines.Add("change");
            });
            Assert.True(changing.Wait(s_long, TestContext.Current.CancellationToken));
            Assert.False(change.Join(50));
            late = Start(() =>
            {
                using WeightGate.ReadTurn turn = gate.Read();
                lock (lines) lines.Add("late");
            });
            Assert.False(late.Join(50));
            lock (lines) lines.Add("first");
        }

        Assert.True(change.Join(s_long) && late.Join(s_long));
        Assert.Equal(["first", "change", "late"], lines);
    }

    [Fact]
    public void Predictions_wait_for_no_predictions_and_for_no_change_of_other_weights()
    {
        WeightGate gate = Gate();
        var other = new Variable(Tensor.Zeros([1]), "other");
        using WeightGate.ReadTurn turn = gate.Read();
        Assert.True(Start(() => gate.Read().Dispose()).Join(s_long));
        Assert.True(Start(() => other.Assign(Tensor.Ones([1]))).Join(s_long));
        Assert.Equal(1f, other.Value.Item());
    }

    // The thread itself would wait for itself.
    [Fact]
    public void Inside_each_other_nobody_waits()
    {
        WeightGate gate = Gate();
        Assert.True(Start(() =>
        {
            using (gate.Read())
            {
                gate.Read().Dispose();
                _weight.Assign(Tensor.Ones([1]));
            }

            using WeightChange.Turn change = WeightChange.Begin(_weight);
            gate.Read().Dispose();
            _weight.Assign(Tensor.Full([1], 2f));
        }).Join(s_long));
        Assert.Equal(2f, _weight.Value.Item());
        using (gate.Read())
        {
            Assert.True(Start(() => gate.Read().Dispose()).Join(s_long));
        }
    }

    // A prediction that asks for others on threads of its own, while a change waits for it.
    [Fact]
    public void A_prediction_goes_past_a_change_that_waits_for_ever()
    {
        WeightGate gate = Gate();
        Thread change;
        using (gate.Read())
        {
            change = Start(() => _weight.Assign(Tensor.Ones([1])));
            Assert.False(change.Join(50));
            Assert.True(Start(() => gate.Read().Dispose()).Join(s_long));
            Assert.Equal(0f, _weight.Value.Item());
        }

        Assert.True(change.Join(s_long));
    }

    // Predictions that each last until the other has begun: there is always one, unless they wait long enough for the change.
    [Fact]
    public void Long_predictions_that_overlap_keep_no_change_out()
    {
        var gate = new WeightGate([_weight]) { Patience = 20 };
        WeightChange.Register(gate);
        int begun = 0;
        bool isOver = false;
        Thread[] predictions =
        [
            .. Enumerable.Range(0, 2).Select(_ => Start(() =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    using WeightGate.ReadTurn turn = gate.Read();
                    int mine = Interlocked.Increment(ref begun);
                    SpinWait.SpinUntil(() => Volatile.Read(ref begun) > mine, 400);
                }
            })),
        ];
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref begun) > 1, s_long));
        bool hasChanged = Start(() => _weight.Assign(Tensor.Ones([1]))).Join(TimeSpan.FromSeconds(20));
        Volatile.Write(ref isOver, true);
        Assert.True(hasChanged);
        foreach (Thread thread in predictions) Assert.True(thread.Join(s_long));
        Assert.Equal(20, gate.Patience);
    }

    // Those that came while the first one was at it, though the next one waits longer. Who wakes first is chance.
    [Fact]
    public void Predictions_that_wait_for_a_change_go_before_the_next_one()
    {
        WeightGate gate = Gate();
        for (int round = 0; round < 50; round++)
        {
            Thread prediction, change;
            (float before, float seen) = (_weight.Value.Item(), -1);
            using (WeightChange.Begin(_weight))
            {
                change = Start(() => _weight.Assign(Tensor.Full([1], before + 1)));
                Assert.True(SpinWait.SpinUntil(() => change.ThreadState.HasFlag(ThreadState.WaitSleepJoin), s_long));
                Assert.False(change.Join(5));
                prediction = Start(() =>
                {
                    using WeightGate.ReadTurn turn = gate.Read();
                    seen = _weight.Value.Item();
                });
                Assert.True(SpinWait.SpinUntil(() => prediction.ThreadState.HasFlag(ThreadState.WaitSleepJoin), s_long));
                Assert.False(prediction.Join(5));
            }

            Assert.True(prediction.Join(s_long) && change.Join(s_long));
            Assert.Equal(before, seen);
        }
    }

    // A gate that is made on another thread asks what runs, up to the end of the change.
    [Fact]
    public void What_is_moved_stays_listed_for_those_who_look()
    {
        var moves = new LateMoves();
        moves.Expect([_weight, _weight]);
        moves.Add(_weight.Value, [2f], 0f, 1f);
        IEnumerator<Variable> others = moves.Variables.GetEnumerator();
        Assert.True(others.MoveNext());
        moves.Run();
        Assert.Equal(2f, _weight.Value.Item());
        Assert.Empty(moves.Variables);
        Assert.True(others.MoveNext());
        Assert.Same(_weight, others.Current);
        others.Dispose();
    }

    // A model that asks another one in its Call: a change that has the gate of one must not wait for the other with it.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_prediction_inside_another_waits_for_no_change_that_waits_for_it(bool innerIsFirst)
    {
        WeightGate first = Gate(), second = Gate();
        (WeightGate inner, WeightGate outer) = innerIsFirst ? (first, second) : (second, first);
        Thread? change = null;
        Thread prediction = Start(() =>
        {
            using WeightGate.ReadTurn turn = outer.Read();
            change = Start(() => _weight.Assign(Tensor.Ones([1])));
            Assert.False(change.Join(50));
            inner.Read().Dispose();
            Assert.Equal(0f, _weight.Value.Item());
        });
        Assert.True(prediction.Join(s_long) && change!.Join(s_long));
        Assert.Equal(1f, _weight.Value.Item());
    }

    [Fact]
    public void A_gate_that_comes_in_the_middle_of_a_change_waits_for_its_end()
    {
        Thread late;
        using (WeightChange.Begin([_weight]))
        {
            late = Start(() => Gate());
            Assert.False(late.Join(50));
        }

        Assert.True(late.Join(s_long));
    }

    // Two changes of the same weights, each beginning with another one, and predictions in between.
    [Fact]
    public void Changes_and_predictions_of_many_threads_all_come_to_an_end()
    {
        var other = new Variable(Tensor.Zeros([1]), "other");
        WeightGate first = Gate(), second = Gate(other, _weight), third = Gate(other);
        int changes = 0, torn = 0;
        Thread[] threads =
        [
            .. Enumerable.Range(0, 2).Select(number => Start(() =>
            {
                for (int i = 0; i < 2000; i++)
                {
                    using WeightChange.Turn turn = WeightChange.Begin(number == 0 ? [_weight, other] : [other, _weight]);
                    _weight.Value.Span[0]++;
                    other.Value.Span[0]++;
                    changes++;
                }
            })),
            .. new[] { first, second, third }.Select(gate => Start(() =>
            {
                for (int i = 0; i < 2000; i++)
                {
                    using WeightGate.ReadTurn turn = gate.Read();
                    if (_weight.Value.Span[0] != other.Value.Span[0]) Interlocked.Increment(ref torn);
                }
            })),
        ];
        foreach (Thread thread in threads) Assert.True(thread.Join(s_long));
        Assert.Equal((4000, 0), (changes, torn));
    }

    [Fact]
    public void A_change_that_is_interrupted_while_it_waits_keeps_nobody_out()
    {
        WeightGate gate = Gate();
        using (gate.Read())
        {
            Thread change = Start(() =>
            {
                Assert.Throws<ThreadInterruptedException>(() => _weight.Assign(Tensor.Ones([1])));
                Assert.False(WeightChange.IsRunning);
            });
            Assert.False(change.Join(50));
            change.Interrupt();
            Assert.True(change.Join(s_long));
        }

        Assert.True(Start(() => _weight.Assign(Tensor.Full([1], 3f))).Join(s_long));
        Assert.True(Start(() => gate.Read().Dispose()).Join(s_long));
        Assert.Equal(3f, _weight.Value.Item());
    }

    [Fact]
    public void A_weight_keeps_no_gate_alive()
    {
        for (int i = 0; i < 20; i++)
        {
            Gate();
            GC.Collect();
        }

        Assert.InRange(_weight.Gates.Length, 1, 3);
    }

    [Fact]
    public void A_steady_change_and_a_steady_prediction_allocate_nothing()
    {
        WeightGate gate = Gate();
        Variable[] weights = [_weight];
        AllocationAssert.Zero(() =>
        {
            using (WeightChange.Begin(weights)) _weight.Value.Span[0]++;
            using (gate.Read()) _ = _weight.Value.Item();
        });
    }

    private WeightGate Gate() => Gate(_weight);

    private static WeightGate Gate(params Variable[] weights)
    {
        var gate = new WeightGate(weights);
        WeightChange.Register(gate);
        return gate;
    }

    private static Thread Start(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
