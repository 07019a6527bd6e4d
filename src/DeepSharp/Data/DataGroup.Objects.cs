namespace DeepSharp;

// Conversions at run time, for data inside of objects whose types say too little, as F#'s tuples do.
public sealed partial class DataGroup
{
    /// <exception cref="ArgumentException">It is no data.</exception>
    internal static DataGroup OfObject(string argument, object? data) => data switch
    {
        DataGroup group => group,
        DataArray array => array,
        Tensor tensor => tensor,
        DataArray[] or Tensor[] or float[][,] or List<DataArray> or List<Tensor> => OfSeveral(data),
        Array array => OfArray(argument, array),
        List<float> values => values,
        List<double> values => values,
        List<int> values => values,
        List<long> values => values,
        List<string> values => values,
        List<float[]> rows => rows,
        List<double[]> rows => rows,
        List<int[]> rows => rows,
        List<long[]> rows => rows,
        List<string[]> rows => rows,
        _ => throw Refuse(argument, data),
    };

    private static DataGroup OfSeveral(object data) => data switch
    {
        DataArray[] arrays => arrays,
        Tensor[] tensors => tensors,
        float[][,] arrays => arrays,
        List<DataArray> arrays => arrays,
        _ => (List<Tensor>)data,
    };

    private static DataGroup OfArray(string argument, Array data) => data switch
    {
        float[] values => values,
        double[] values => values,
        int[] values => values,
        byte[] values => values,
        long[] values => values,
        bool[] values => values,
        string[] values => values,
        float[,] values => values,
        double[,] values => values,
        int[,] values => values,
        byte[,] values => values,
        long[,] values => values,
        bool[,] values => values,
        string[,] values => values,
        float[,,] values => values,
        double[,,] values => values,
        int[,,] values => values,
        byte[,,] values => values,
        float[,,,] values => values,
        double[,,,] values => values,
        int[,,,] values => values,
        byte[,,,] values => values,
        float[,,,,] values => values,
        float[][] rows => rows,
        double[][] rows => rows,
        int[][] rows => rows,
        long[][] rows => rows,
        string[][] rows => rows,
        _ => throw Refuse(argument, data),
    };

    private static ArgumentException Refuse(string argument, object? data) => new(
        $"{argument}: expected data, such as a DataArray, a Tensor or an array of numbers or strings, but got " +
        $"{data?.GetType().ToString() ?? "null"}. " +
        "Make a DataArray or a DataGroup of it first.", argument);
}
