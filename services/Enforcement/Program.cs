using Oversight.Enforcement;
using Oversight.Web;

var host = ServiceHost.Create(args);
host.AddEnforcement();
var app = host.Build();
app.MapEnforcement();
return await host.RunAsync(app);
