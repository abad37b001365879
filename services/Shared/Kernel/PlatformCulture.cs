using System.Globalization;

namespace Oversight.Kernel;

/// <summary>
/// The culture of every program of the platform. Numbers, dates and comparisons must not depend on where a process runs; what people
/// read is put into words by language, not by culture.
/// </summary>
public static class PlatformCulture
{
    /// <summary>Makes the invariant culture that of every thread of the process; each host calls it first.</summary>
    public static void Pin()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
    }
}
