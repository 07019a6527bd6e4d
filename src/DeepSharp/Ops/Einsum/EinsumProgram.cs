namespace DeepSharp;

/// <summary>The ops that an equation comes down to for operands of some ranks. Made once; a run allocates nothing.</summary>
internal sealed class EinsumProgram
{
    private readonly Operand[] _operands;
    private readonly EinsumOp[] _products;
    private readonly TransposeOp? _last;

    /// <summary>Plans an equation.</summary>
    /// <exception cref="ShapeException">An operand has another number of axes than letters.</exception>
    public EinsumProgram(EinsumEquation equation, ReadOnlySpan<int> ranks)
    {
        (string[] letters, string result) = equation.Name(ranks);
        (_operands, _products) = (new Operand[letters.Length], new EinsumOp[letters.Length - 1]);
        for (int i = 0; i < letters.Length; i++)
        {
            int place = i;
            _operands[i] = new Operand(
                letters[i], letter => result.Contains(letter) || letters.Where((other, at) => at != place && other.Contains(letter)).Any());
        }

        string reached = _operands[0].Letters;
        for (int i = 1; i < letters.Length; i++)
        {
            string next = _operands[i].Letters, later = string.Concat(letters[(i + 1)..]) + result, before = reached;
            reached = i == letters.Length - 1 ? result : string.Concat((before + next).Distinct().Where(letter => later.Contains(letter)));
            _products[i - 1] = new EinsumOp(EinsumPlan.Create(before, next, reached));
        }

        if (reached != result) _last = new TransposeOp([.. result.Select(letter => reached.IndexOf(letter))]);
    }

    /// <summary>The plan, where the equation comes down to one product of two operands; else null.</summary>
    public EinsumPlan? OnlyProduct =>
        _products is [var product] && _last is null && Array.TrueForAll(_operands, operand => operand.IsReady) ? product.Plan : null;

    /// <summary>Computes the result.</summary>
    /// <exception cref="ShapeException">Axes that the equation calls alike differ in length.</exception>
    public Tensor Run(ReadOnlySpan<Tensor> operands)
    {
        Tensor reached = _operands[0].Prepare(operands[0]);
        for (int i = 1; i < operands.Length; i++) reached = Tape.Run(_products[i - 1], reached, _operands[i].Prepare(operands[i]));
        return _last is null ? reached : Tape.Run(_last, reached);
    }

    // What concerns one operand alone: a letter that it has twice is a diagonal, one that nothing else has is summed over.
    private sealed class Operand
    {
        private readonly DiagonalOp? _diagonal;
        private readonly SumOp? _sum;

        public Operand(string letters, Func<char, bool> isWanted)
        {
            string once = string.Concat(letters.Distinct());
            if (once.Length < letters.Length) _diagonal = new DiagonalOp([.. letters.Select(letter => once.IndexOf(letter))]);
            int[] alone = [.. Enumerable.Range(0, once.Length).Where(axis => !isWanted(once[axis]))];
            if (alone.Length > 0) _sum = new SumOp(alone, keepDims: false, isMean: false);
            Letters = string.Concat(once.Where(isWanted));
        }

        public string Letters { get; }

        /// <summary>Whether nothing is done to it before it is multiplied.</summary>
        public bool IsReady => _diagonal is null && _sum is null;

        public Tensor Prepare(Tensor operand)
        {
            if (_diagonal is not null) operand = Tape.Run(_diagonal, operand);
            return _sum is null ? operand : Tape.Run(_sum, operand);
        }
    }
}
