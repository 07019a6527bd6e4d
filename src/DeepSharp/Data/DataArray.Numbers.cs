namespace DeepSharp;

// Single values, so that [0, 1, 1] and ["good", "bad"] are data: the values in brackets become one array.
public abstract partial class DataArray
{
    private bool _isNumber;

    /// <summary>One sample of one value, shape (1): what makes <c>model.Fit(x, [0, 1, 1])</c> data.</summary>
    public static implicit operator DataArray(int value) => OfOne(value);

    /// <summary>One sample of one value, shape (1), kept whole however large it is.</summary>
    public static implicit operator DataArray(long value) => OfOne(value);

    /// <summary>One sample of one value, rounded to a float, shape (1): what makes <c>model.Fit(x, [0.5, 1.5])</c> data.</summary>
    public static implicit operator DataArray(double value) => OfOne((float)value);

    /// <summary>One sample of one string, shape (1): what makes <c>model.Predict(["good", "bad"])</c> data.</summary>
    public static implicit operator DataArray(string value) => OfOne(value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>Arrays as they are; of single values alone one array that has them all.</summary>
    /// <exception cref="ArgumentException">There are both arrays and single values, or numbers and strings.</exception>
    internal static DataArray[] JoinNumbers(ReadOnlySpan<DataArray> arrays)
    {
        int numbers = 0, strings = 0;
        foreach (DataArray array in arrays)
        {
            if (array is not { _isNumber: true }) continue;
            numbers++;
            if (array is DataArray<string>) strings++;
        }

        if (numbers == 0) return arrays.ToArray();
        if (numbers < arrays.Length)
        {
            throw new ArgumentException(
                "DataGroup: expected either arrays, one for each input or output, or numbers, one for each sample, but got both: " +
                $"{numbers} of {arrays.Length} are numbers. Write an array of one number as new[] {{ number }}.", nameof(arrays));
        }

        if (strings == arrays.Length) return [Joined(arrays, one => one.RawValues<string>()[0])];
        if (strings > 0)
        {
            throw new ArgumentException(
                $"DataGroup: expected numbers or strings but got both: {strings} of {arrays.Length} are strings.", nameof(arrays));
        }

        return [JoinedNumbers(arrays)];
    }

    private static DataArray JoinedNumbers(ReadOnlySpan<DataArray> numbers)
    {
        bool isWhole = true, isLong = false;
        foreach (DataArray number in numbers)
        {
            isWhole &= number is not DataArray<float>;
            isLong |= number is DataArray<long>;
        }

        return !isWhole ? Joined(numbers, one => one.Item(0))
            : !isLong ? Joined(numbers, one => one.RawValues<int>()[0])
            : Joined(numbers, one => one is DataArray<int> ? one.RawValues<int>()[0] : one.RawValues<long>()[0]);
    }

    private static DataArray<T> OfOne<T>(T value)
    {
        DataArray<T> array = DataArray<T>.Of([value], [1]);
        array._isNumber = true;
        return array;
    }

    private static DataArray<T> Joined<T>(ReadOnlySpan<DataArray> ones, Func<DataArray, T> value)
    {
        var values = new T[ones.Length];
        for (int i = 0; i < values.Length; i++) values[i] = value(ones[i]);
        return DataArray<T>.Of(values, [values.Length]);
    }
}
