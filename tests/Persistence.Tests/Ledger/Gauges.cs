using System.Diagnostics.Metrics;

namespace Oversight.Persistence.Tests.Ledger;

/// <summary>The newest value of each gauge of the ledger.</summary>
internal sealed class Gauges : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, int> _values = [];

    public Gauges()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PersistenceTelemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) =>
        {
            lock (_values)
            {
                _values[instrument.Name] = value;
            }
        });
        _listener.Start();
    }

    public int this[string name]
    {
        get
        {
            lock (_values)
            {
                return _values[name];
            }
        }
    }

    public void Dispose() => _listener.Dispose();
}
