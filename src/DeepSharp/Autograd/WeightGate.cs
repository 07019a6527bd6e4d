namespace DeepSharp;

/// <summary>
/// Lets predictions see the weights of one moment: they and whoever changes a weight wait for each other, each for as long as the other
/// takes, and predictions never for predictions.
/// </summary>
/// <remarks>
/// <para>Each model that predicts has a gate for the weights that it is made of, and each weight knows the gates that it is behind. So
/// training one model waits for no prediction of another, and costs nothing where nobody predicts. A prediction alone costs two
/// counts.</para>
/// <para>Who waits for the gate to be free of predictions goes before those that come later; those that came while it had the gate go
/// before the next one: neither side can keep the other out. On a thread that predicts already, as where a model asks another one, or that
/// changes weights, nobody waits: it would wait for itself.</para>
/// <para>A change takes all of its gates first, and shuts them when none has a prediction left: until then a prediction may go on inside
/// another one, which the change waits for, through any of them.</para>
/// </remarks>
internal sealed class WeightGate(Variable[] weights)
{
    private const long MostPatience = 60_000;

    private static int s_count;

    [ThreadStatic]
    private static int t_reading;

    private readonly object _lock = new();
    private int _readers;
    private int _writers;
    private int _waiting;
    private int _due;
    private long _passed;
    private readonly long _firstPatience = 1_000;
    private long _patience = 1_000;
    private bool _isTaken;
    private bool _isShut;

    /// <summary>Gates are closed in the order of their numbers.</summary>
    public int Number { get; } = Interlocked.Increment(ref s_count);

    /// <summary>The weights behind the gate.</summary>
    public Variable[] Weights => weights;

    /// <summary>
    /// Milliseconds that a prediction waits for a change that waits itself. A prediction may ask others on other threads, for which the
    /// change would wait in vain: they go past it then. With each that does so it doubles, until a change has come in, since predictions
    /// that take longer than that, on several threads, would else go past it in turn for ever.
    /// </summary>
    internal long Patience
    {
        get => _patience;
        init => _patience = _firstPatience = value;
    }

    /// <summary>For how the models of the process were made the weights are known to be those.</summary>
    public long State { get; set; }

    /// <summary>Whether this thread is in the middle of a prediction.</summary>
    public static bool IsReading => t_reading > 0;

    /// <summary>Begins a prediction: the weights stay as they are until what is returned is disposed of.</summary>
    public ReadTurn Read()
    {
        if (WeightChange.IsRunning) return default;
        Interlocked.Increment(ref _readers);
        if (Volatile.Read(ref _writers) > 0)
        {
            EndRead();
            WaitToRead(isInside: t_reading > 0);
        }

        t_reading++;
        return new ReadTurn(this);
    }

    /// <summary>Waits for other changes, and lets no prediction begin but those inside others.</summary>
    public void Take()
    {
        lock (_lock)
        {
            Interlocked.Increment(ref _writers);
            try
            {
                while (_isTaken || _due > 0) System.Threading.Monitor.Wait(_lock);
                _isTaken = true;
            }
            catch
            {
                // The thread was interrupted: who waits for it need not.
                Interlocked.Decrement(ref _writers);
                System.Threading.Monitor.PulseAll(_lock);
                throw;
            }
        }
    }

    /// <summary>Keeps everybody out of a gate that is taken, if nobody predicts.</summary>
    public bool TryShut()
    {
        lock (_lock) return _isShut = Volatile.Read(ref _readers) == 0;
    }

    /// <summary>Lets predictions inside others in again, as another gate is not free of predictions.</summary>
    public void Unshut()
    {
        lock (_lock)
        {
            _isShut = false;
            System.Threading.Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until nobody predicts.</summary>
    public void WaitForReaders()
    {
        lock (_lock)
        {
            while (Volatile.Read(ref _readers) > 0) System.Threading.Monitor.Wait(_lock);
        }
    }

    /// <summary>Lets in those that wait.</summary>
    public void Open()
    {
        lock (_lock)
        {
            (_isTaken, _isShut, _patience) = (false, false, _firstPatience);
            Interlocked.Decrement(ref _writers);
            _passed++;
            _due = _waiting;
            System.Threading.Monitor.PulseAll(_lock);
        }
    }

    private void WaitToRead(bool isInside)
    {
        lock (_lock)
        {
            long before = _passed, patience = _patience, end = Environment.TickCount64 + patience;
            _waiting++;
            try
            {
                while (_isShut || (IsToWait(isInside, before) && Environment.TickCount64 < end))
                {
                    // Of writers that are at it somebody knows that they end; of those that wait nobody does.
                    if (_isShut) System.Threading.Monitor.Wait(_lock);
                    else System.Threading.Monitor.Wait(_lock, TimeSpan.FromMilliseconds(Math.Max(1, end - Environment.TickCount64)));
                }

                // Of several that have waited as long it counts once.
                if (IsToWait(isInside, before) && _patience == patience) _patience = Math.Min(2 * patience, MostPatience);
                Interlocked.Increment(ref _readers);
            }
            finally
            {
                _waiting--;
                if (_passed != before && _due > 0) _due--;
                if (_due == 0) System.Threading.Monitor.PulseAll(_lock);
            }
        }
    }

    private bool IsToWait(bool isInside, long before) => !isInside && _writers > 0 && _passed == before;

    private void EndRead()
    {
        if (Interlocked.Decrement(ref _readers) > 0 || Volatile.Read(ref _writers) == 0) return;
        lock (_lock) System.Threading.Monitor.PulseAll(_lock);
    }

    /// <summary>A prediction, from its beginning to <see cref="Dispose"/>.</summary>
    public readonly ref struct ReadTurn(WeightGate gate)
    {
        private readonly WeightGate? _gate = gate;

        /// <summary>Ends it.</summary>
        public void Dispose()
        {
            if (_gate is null) return;
            t_reading--;
            _gate.EndRead();
        }
    }
}
