// Draws the cumulative months of a table as a line; the table stays the truth and remains below.
(function () {
  "use strict";
  function figures(table) {
    return Array.prototype.map.call(table.tBodies[0].rows, function (row) {
      return { month: row.cells[0].textContent, total: parseFloat(row.cells[2].textContent) };
    });
  }
  function draw(box) {
    var table = document.getElementById(box.getAttribute("data-trend"));
    if (!table || !window.echarts) { return; }
    var rows = figures(table), floor = parseFloat(box.getAttribute("data-floor"));
    var months = [], pace = [];
    for (var i = 1; i <= 12; i += 1) { months.push(i + "月"); pace.push(+(floor * i / 12).toFixed(2)); }
    box.hidden = false;
    var chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif" },
      grid: { left: 8, right: 16, top: 30, bottom: 4, containLabel: true },
      legend: { top: 0, right: 0, itemWidth: 18, itemHeight: 8, textStyle: { color: "#5c6773" } },
      xAxis: { type: "category", data: months, axisLine: { lineStyle: { color: "#c9c6bd" } }, axisTick: { show: false }, axisLabel: { color: "#5c6773" } },
      yAxis: { type: "value", splitLine: { lineStyle: { color: "#efede8" } }, axisLabel: { color: "#5c6773" } },
      series: [
        { name: "序时", type: "line", data: pace, symbol: "none", lineStyle: { type: "dotted", color: "#5c6773", width: 1.5 }, itemStyle: { color: "#5c6773" } },
        { name: "累计", type: "line", data: rows.map(function (row) { return row.total; }), symbolSize: 6, lineStyle: { color: "#1c4f82", width: 2 }, itemStyle: { color: "#1c4f82" }, areaStyle: { color: "#e8eff6" } }
      ]
    });
    window.addEventListener("resize", function () { chart.resize(); });
  }
  Array.prototype.forEach.call(document.querySelectorAll("[data-trend]"), draw);
}());
